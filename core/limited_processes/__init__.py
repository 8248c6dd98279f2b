"""Work on hostile bytes, done in a process of its own that is within limits and knows no secrets.

`asking.ask` hands an upload to the *starter* (`__main__`), a small process beside each web server or worker. The
starter has loaded the parsers and nothing else; for each upload it forks a child that limits itself, does one piece of
work and dies. See docs/adr/0008-limited-processes.md.

A *program* is a module with ``LIMITS`` (`limits.Limits`) and ``answer(given: bytes) -> bytes``. What it answers is data
of somebody who may have taken the child over: it is parsed as JSON or served as bytes, never unpickled.
"""
