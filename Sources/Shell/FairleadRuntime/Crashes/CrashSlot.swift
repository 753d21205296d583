import Glibc

/// Where one thread notes what it has in hand.
///
/// A fault counts against what the faulting thread had in hand, and against nothing else.
public struct CrashSlot: @unchecked Sendable {
    /// Threads that may have something in hand at a time.
    static let count = 16
    /// Bytes of a slot: a length, and the name of an input; what is longer is cut, so that two
    /// may be taken for one.
    static let byteCount = 4_096

    /// For journals that remember nothing.
    public static let none = (0..<count).map { CrashSlot(number: $0, memory: nil) }

    let number: Int
    /// Nil: nothing is remembered.
    let memory: UnsafeMutableRawBufferPointer?

    /// This input is in this thread's hand from now on.
    func begin(_ input: String) {
        guard let memory else { return }
        memory.storeBytes(of: 0, as: UInt32.self)
        let bytes = input.utf8.prefix(Self.byteCount - 4)
        UnsafeMutableRawBufferPointer(rebasing: memory[4...]).copyBytes(from: bytes)
        memory.storeBytes(of: UInt32(bytes.count), as: UInt32.self)
        LastBreath.inHand(of: number)
    }

    /// What the last process had in hand here, if it was still in hand when it ended.
    var input: String? {
        guard let memory else { return nil }
        let count = Int(memory.load(as: UInt32.self))
        guard count > 0, count <= Self.byteCount - 4 else { return nil }
        return String(decoding: memory[4..<(4 + count)], as: UTF8.self)
    }

    /// Nothing is in this thread's hand: it lives.
    func end() {
        guard let memory else { return }
        LastBreath.inHand(of: nil)
        memory.storeBytes(of: 0, as: UInt32.self)
    }
}
