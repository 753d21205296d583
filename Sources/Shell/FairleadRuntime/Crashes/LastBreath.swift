import Glibc

/// Marks a byte of mapped memory when the process dies by a fault of its own: with the slot of the
/// thread that faulted, from 1, or 0 if that had nothing in hand.
enum LastBreath {
    /// Traps of Swift, and what faults besides.
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

    /// Read in a signal handler, where no lock may be taken; set before any input is in hand.
    nonisolated(unsafe) private static var byte: UnsafeMutableRawPointer?

    /// What each signal did before, by its number; never freed.
    nonisolated(unsafe) private static var before: UnsafeMutablePointer<sigaction>?
    private static let signalsMax = 65

    /// What each thread keeps its slot under.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "threads have no room for a value more")
        return key
    }()
    /// The same, to be read without the lock of a lazy value.
    nonisolated(unsafe) private static var readyKey: pthread_key_t?

    static func watch(_ byte: UnsafeMutableRawPointer?) {
        self.byte = byte
        guard byte != nil else { return }
        readyKey = key
        guard before == nil else { return }
        let before = UnsafeMutablePointer<sigaction>.allocate(capacity: signalsMax)
        before.initialize(repeating: sigaction(), count: signalsMax)
        self.before = before
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                LastBreath.breathe()
                // The fault comes again, and does what it would without us: a trace of the stack,
                // if one is wanted.
                sigaction(number, LastBreath.before.map { $0 + Int(number) }, nil)
            }
            sigaction(number, &action, before + Int(number))
        }
    }

    /// This thread has the input of a slot in hand, or of none.
    static func inHand(of slot: Int?) {
        pthread_setspecific(key, slot.flatMap { UnsafeRawPointer(bitPattern: $0 + 1) })
    }

    private static func breathe() {
        guard let byte, let readyKey, let slot = pthread_getspecific(readyKey) else { return }
        byte.storeBytes(of: UInt8(truncatingIfNeeded: Int(bitPattern: slot)), as: UInt8.self)
    }
}
