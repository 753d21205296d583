@preconcurrency import Glibc

/// How standard output is written into a pipe: whole lines as they are printed, not blocks.
enum LineBuffering {
    static func begin() { setvbuf(stdout, nil, _IOLBF, 0) }
}
