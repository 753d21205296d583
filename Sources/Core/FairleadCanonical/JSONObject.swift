/// The members of a JSON object, in order, each name once.
///
/// A new name goes to the end; setting a name that is there keeps its place. Small objects are
/// searched one member after the other; beyond `linearSearchMembersMax` an index is kept, so that
/// a hostile object costs no quadratic time.
public struct JSONObject: Sendable {
    public typealias Element = (key: String, value: JSON)

    /// As it is stored: copying and destroying an array of tuples is much slower than of these.
    private struct Member: Sendable {
        let key: String
        var value: JSON
    }

    /// Up to this many members a linear search is faster than an index.
    static let linearSearchMembersMax = 32

    private static let firstCapacity = 6

    private var members: [Member]
    /// Where each name stands; nil as long as the object is small.
    private var places: [String: Int]?

    /// An object without members.
    public init() {
        members = []
        places = nil
    }

    /// An object without members that has room for so many.
    public init(reserving memberCount: Int) {
        self.init()
        members.reserveCapacity(memberCount)
    }

    /// The members as given; a name given twice is a programmer's mistake.
    public init(uniqueMembers: some Sequence<(String, JSON)>) {
        self.init()
        members.reserveCapacity(uniqueMembers.underestimatedCount)
        for (key, value) in uniqueMembers {
            precondition(append(key, value), "an object's names must differ")
        }
    }

    /// So many members, each by its place, whose names the caller knows to differ, as those of
    /// another map do.
    public init(distinct count: Int, _ member: (Int) -> Element) {
        members = []
        members.reserveCapacity(count)
        places = nil
        for place in 0..<count {
            let (key, value) = member(place)
            members.append(Member(key: key, value: value))
        }
        indexIfLarge()
    }

    /// The value of a name that is likely to stand at a place, as in an object of a known type.
    public func value(_ key: String, near place: Int) -> JSON? {
        if place < members.count, members[place].key == key { return members[place].value }
        return self[key]
    }

    /// The names, in order.
    public var keys: [String] { members.map(\.key) }

    /// The number of members.
    public var count: Int { members.count }

    public var isEmpty: Bool { members.isEmpty }

    /// The value of a name. Setting nil removes the member; `.null` is a value like any other.
    public subscript(_ key: String) -> JSON? {
        get {
            guard let place = place(of: key) else { return nil }
            return members[place].value
        }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let place = place(of: key) {
                members[place].value = newValue
            } else {
                appendNew(key, newValue)
            }
        }
    }

    /// Takes a member out, and answers what it was. The others keep their order.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSON? {
        guard let place = place(of: key) else { return nil }
        let removed = members.remove(at: place)
        places = nil
        indexIfLarge()
        return removed.value
    }

    /// These members and the other's; where both have a name, the other's value stands here.
    public func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        for (key, value) in other {
            result[key] = value
        }
        return result
    }

    /// Adds a member at the end; false, and nothing done, if the name is there already.
    mutating func append(_ key: String, _ value: JSON) -> Bool {
        guard place(of: key) == nil else { return false }
        appendNew(key, value)
        return true
    }

    mutating func reserveCapacity(_ memberCount: Int) {
        members.reserveCapacity(memberCount)
    }

    /// Does something with each member, in order.
    @inline(__always)
    func forEachMember(_ body: (String, JSON) -> Void) {
        for member in members { body(member.key, member.value) }
    }

    func key(at place: Int) -> String { members[place].key }

    subscript(place place: Int) -> Element { (members[place].key, members[place].value) }

    private func place(of key: String) -> Int? {
        if let places { return places[key] }
        for index in members.indices where members[index].key == key {
            return index
        }
        return nil
    }

    /// Adds a member at the end, whose name is known not to be there.
    public mutating func appendNew(_ key: String, _ value: JSON) {
        // Most have a few: growing by one, two and four would move the first ones three times.
        if members.capacity == 0 { members.reserveCapacity(Self.firstCapacity) }
        assert(place(of: key) == nil, "an object's names must differ")
        members.append(Member(key: key, value: value))
        if members.count > Self.linearSearchMembersMax { indexNew(key) }
    }

    private mutating func indexNew(_ key: String) {
        if places != nil {
            places?[key] = members.count - 1
        } else {
            indexIfLarge()
        }
    }

    private mutating func indexIfLarge() {
        guard members.count > Self.linearSearchMembersMax else { return }
        var index: [String: Int] = [:]
        index.reserveCapacity(members.count * 2)
        for (place, member) in members.enumerated() {
            index[member.key] = place
        }
        places = index
    }
}

extension JSONObject: Hashable {
    /// The same names with the same values, in whatever order (RFC 8259 §1).
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.members.indices {
            let (key, value) = left[place: index]
            if right.members[index].key == key {
                guard right.members[index].value == value else { return false }
            } else {
                guard right[key] == value else { return false }
            }
        }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in self {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: Sequence {
    public var underestimatedCount: Int { members.count }

    public struct Iterator: IteratorProtocol {
        private let object: JSONObject
        private var place = 0

        fileprivate init(_ object: JSONObject) { self.object = object }

        public mutating func next() -> Element? {
            guard place < object.count else { return nil }
            defer { place += 1 }
            return object[place: place]
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Keeps the order as written; writing a name twice is a programmer's mistake.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(uniqueMembers: elements)
    }
}
