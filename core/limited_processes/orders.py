"""What is said on the line between the portal and its starter.

An order is one message: the program's name, and three descriptors: the upload, the end of a pipe for the answer and the
end of another for the starter's news. The starter writes `FORKED` there once the child lives and then how it ended. If
the other end of the news is closed, nobody waits any more and the child is killed.
"""

import struct

LONGEST_NAME = 200  # bytes
DESCRIPTORS = 3
FORKED = b"+"
ENDED = struct.Struct("!i")  # exit code as subprocess has it: negative for a signal
NEWS = len(FORKED) + ENDED.size
