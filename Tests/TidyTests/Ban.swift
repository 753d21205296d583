/// Words that may not stand in the code below a folder, and why.
struct Ban {
    let folder: String
    let words: [String]
    let why: String
    var except: [String] = []
    /// Whether comments and strings are read too.
    var everywhere = false

    static let all: [Ban] = [
        Ban(
            folder: "Sources/Core",
            words: ["Date()", "Date.now", "UUID()", "ContinuousClock", "SuspendingClock"],
            why: "time and identifiers arrive with the command"),
        Ban(
            folder: "Sources/Core",
            words: [".random(", ".randomElement(", ".shuffled(", "SystemRandomNumberGenerator"],
            why: "randomness arrives with the command"),
        Ban(
            folder: "Sources/Core",
            words: [
                "async", "await", "actor", "Task {", "Task.detached", "Mutex", "Atomic", "NSLock",
                "DispatchQueue", "pthread_mutex_t", "@MainActor",
            ],
            why: "the core is synchronous and holds no locks"),
        Ban(folder: "Sources", words: ["try!", "as!"], why: "say what happens when it fails"),
        Ban(
            folder: "Sources", words: ["fatalError("], why: "a programmer's mistake is precondition"
        ),
        Ban(
            folder: "Sources", words: ["print(", "debugPrint(", "NSLog("],
            why: "only the application speaks; the rest logs", except: ["Sources/Apps"]),
        Ban(
            folder: "Sources", words: ["TO" + "DO", "FIX" + "ME"],
            why: "finish it, or open an issue", everywhere: true),
    ]

    func findings(in file: TreeFile) -> [String] {
        guard !except.contains(where: { file.path.hasPrefix($0 + "/") }) else { return [] }
        let bytes = everywhere ? file.bytes : file.code
        return words.flatMap { word in
            occurrences(of: word, in: bytes).filter { isUse(of: word, at: $0, in: bytes) }.map {
                "\(file.path):\(file.line(at: $0)): \(word): \(why)"
            }
        }
    }

    /// `actor` is a keyword only before a type's name (a record has a field `actor`), and a method
    /// `x.print()` is not the function.
    private func isUse(of word: String, at offset: Int, in bytes: [UInt8]) -> Bool {
        let end = offset + word.utf8.count
        switch word {
        case "actor":
            guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: " ") else { return false }
            return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[end + 1])
        case "print(": return offset == 0 || bytes[offset - 1] != UInt8(ascii: ".")
        default: return true
        }
    }
}
