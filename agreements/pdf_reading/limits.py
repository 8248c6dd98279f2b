"""What a process that parses hostile bytes may use."""

import resource

MOST_CPU = 10  # seconds
MOST_MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_OPEN_FILES = 16


def limit_resources() -> None:
    """No more CPU and memory than a real agreement could ever need; no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
