"""The real `AzureOpenAI`, sync and async, whose requests `dispatch` answers without a socket."""

from __future__ import annotations

import openai

from fakeai_proxy.endpoints import Services
from tests.endpoints.sdk import HTTP, Client, Doors

HOST = "unit.openai.azure.com"


class Azure(Client):
    """As the clients of OpenAI itself."""

    def __init__(self, services: Services, version: str = "2024-10-21") -> None:
        given = {
            "api_key": "k",
            "max_retries": 0,
            "api_version": version,
            "azure_endpoint": f"https://{HOST}",
        }
        doors = Doors(services)
        self.sync = openai.AzureOpenAI(**given, http_client=HTTP.Client(transport=doors))
        self.asynchronous = openai.AsyncAzureOpenAI(**given, http_client=HTTP.AsyncClient(transport=doors))
