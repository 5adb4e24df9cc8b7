"""Serve the pages from this machine, setting up the database and the stylesheets first when they need it."""

from argparse import ArgumentParser, Namespace

from homeward.site.serving import serve


def add_arguments(parser: ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (default: 2)")


def run(args: Namespace) -> int:
    """Serve until stopped; 1 when the port is taken."""
    return serve(port=args.port, host=args.host, workers=args.workers)
