"""What the proxy tells of itself: health and metrics, and control of what it simulates.

    request ─► covers ─► route ─► query ─► handler ─► JSON | Prometheus text | CSV | stream

Read on the reverse listener, at `http://fakeai.local/` through the forward proxy, and on a port of its own;
paths below `/_fakeai/` on every host that is ours. None of it is a request of the API: nothing here is
recorded, limited, disturbed or counted.
"""

from .answer import answer
from .routes import ADMIN_ROUTES, covers

__all__ = ["ADMIN_ROUTES", "answer", "covers"]
