"""Virus scanners for tests: a true one that speaks clamd's INSTREAM over TCP or a Unix socket, and some that misbehave."""
import contextlib
import socket
import struct
import threading

# The test string that every scanner knows, put together here so that no file of ours contains it.
EICAR = "".join(["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!", "$H+H*"]).encode()
LARGEST_PIECE = 1024 * 1024


def exactly(line, count):
    """So many bytes of a connection."""
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        if not more:
            raise ConnectionError("closed in the middle of a frame")
        data += more
    return data


def frames(line):
    """The content of one INSTREAM command: its frames until the one of length 0."""
    assert exactly(line, 10) == b"zINSTREAM\0"
    while length := struct.unpack(">I", exactly(line, 4))[0]:
        assert length <= LARGEST_PIECE
        yield exactly(line, length)


def truly(line, heard):
    """Read all, answer as clamd does."""
    content = b"".join(frames(line))
    heard.append(content)
    line.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


def says(reply):
    """A scanner that reads all and says this."""
    def answer(line, heard):
        heard.append(b"".join(frames(line)))
        line.sendall(reply)
    return answer


def hangs(line, heard):
    """Reads all and says nothing until the other end goes."""
    heard.append(b"".join(frames(line)))
    line.recv(1)


def trickles(line, heard):
    """Says a letter now and then, for ever."""
    heard.append(b"".join(frames(line)))
    with contextlib.suppress(OSError):
        while True:
            line.sendall(b"s")
            threading.Event().wait(0.05)


def closes_early(line, heard):
    """Goes away in the middle."""
    exactly(line, 10)


def limits_size(line, heard):
    """Takes one frame and refuses the stream."""
    next(frames(line))
    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")


@contextlib.contextmanager
def scanner(answer, path=None):
    """Start one, on a free port or at `path`. Gives (its address for CLAMD, the contents that it read whole)."""
    heard = []
    listening = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    listening.bind(str(path) if path else ("127.0.0.1", 0))
    listening.listen()

    def serve():
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line, contextlib.suppress(ConnectionError):
                answer(line, heard)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"unix:{path}" if path else f"tcp://127.0.0.1:{listening.getsockname()[1]}", heard
    finally:
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
