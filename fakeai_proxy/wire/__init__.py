"""What goes over the wire: requests as pydantic models, answers as typed dicts, one file per API family."""
