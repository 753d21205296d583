/// Entries by name, in the order in which they were first set. Equality does not regard the order.
public struct Context: Sendable {
    public struct Entry: Sendable, Hashable {
        public let key: String
        public var value: Value

        public init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    public private(set) var entries: [Entry]
    private var index: [String: Int]?

    /// Up to so many entries are searched one by one.
    private static let scannedMax = 12

    public init() { entries = [] }

    /// Entries no two of which have one key.
    public init(uniqueEntries entries: [Entry]) {
        self.entries = entries
        if entries.count > Self.scannedMax { reindex() }
    }

    /// The entries of a sequence; of two with one key the later value stands.
    public init(_ entries: some Sequence<(String, Value)>) {
        self.init()
        for (key, value) in entries { self[key] = value }
    }

    public var count: Int { entries.count }
    public var isEmpty: Bool { entries.isEmpty }
    public var keys: [String] { entries.map(\.key) }

    /// The value of a key; `nil` where there is no such entry, and setting `nil` removes it.
    public subscript(key: String) -> Value? {
        get { position(of: key).map { entries[$0].value } }
        set {
            guard let newValue else {
                remove(key)
                return
            }
            if let at = position(of: key) {
                entries[at].value = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// The value of a key that is likely to be at a place, as where the entries of a type come in
    /// its order.
    @inline(__always)
    public func value(_ key: String, near place: Int) -> Value? {
        if place < entries.count, entries[place].key == key { return entries[place].value }
        return self[key]
    }

    private func position(of key: String) -> Int? {
        if let index { return index[key] }
        return entries.firstIndex { $0.key == key }
    }

    private mutating func append(_ key: String, _ value: Value) {
        entries.append(Entry(key: key, value: value))
        if index != nil {
            index?[key] = entries.count - 1
        } else if entries.count > Self.scannedMax {
            reindex()
        }
    }

    private mutating func remove(_ key: String) {
        guard let at = position(of: key) else { return }
        entries.remove(at: at)
        index = nil
        if entries.count > Self.scannedMax { reindex() }
    }

    private mutating func reindex() {
        var fresh: [String: Int] = [:]
        for (at, entry) in entries.enumerated() { fresh[entry.key] = at }
        index = fresh
    }
}

extension Context: Hashable {
    public static func == (left: Context, right: Context) -> Bool {
        left.count == right.count
            && left.entries.allSatisfy { entry in right[entry.key] == entry.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for entry in entries.sorted(by: { textPrecedes($0.key, $1.key) }) { hasher.combine(entry) }
    }
}

extension Context: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}
