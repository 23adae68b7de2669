"""The only room that knows mitmproxy: everything below computes steps, this plays them."""
