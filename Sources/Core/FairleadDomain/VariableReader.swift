public import FEEL
public import FairleadCanonical

/// Reads the values of variables from the bytes of a JSON object, as `JSON.parse` and
/// `Value(_:as:at:)` do one after the other, but with no tree between them where the object holds
/// what most do: names and texts of ASCII, whole numbers, booleans and null.
public struct VariableReader: Sendable {
    /// Why there are no values.
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case json(JSONError)
        case noObject
        case conversion(ConversionError)

        public var description: String {
            switch self {
            case .json(let error): "\(error)"
            case .noObject: "a JSON object is expected"
            case .conversion(let error): "\(error.path): \(error.message)"
            }
        }
    }

    private enum Kind: Sendable {
        case number
        /// Of a type that takes texts, numbers and booleans as they are written.
        case plain
        /// Told by the tree.
        case other
    }

    private let variables: [Scope.Variable]
    private let kinds: [Kind]
    /// The names between their quotation marks, one after the other, and where each ends.
    private let names: [UInt8]
    private let ends: [Int]
    private let limits: JSONLimits

    /// More variables than a set of bits holds are read by the tree.
    private static let variablesMax = 64

    public init(_ variables: [Scope.Variable], limits: JSONLimits = .standard) {
        self.variables = variables
        self.limits = limits
        kinds = variables.map { Self.kind(of: $0.type) }
        var names: [UInt8] = []
        ends = variables.map { variable in
            names.append(UInt8(ascii: "\""))
            names += Array(variable.name.utf8)
            names.append(UInt8(ascii: "\""))
            return names.count
        }
        self.names = names
    }

    private static func kind(of type: FEELType) -> Kind {
        switch type.required {
        case .number: .number
        case .string, .enumeration, .boolean, .any: .plain
        default: .other
        }
    }

    /// The value of each variable, in their order; `nil` for one that the object lacks. Members
    /// that no variable is named for are left out.
    public func values(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> [Value?] {
        if let values = plainValues(bytes) { return values }
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(bytes, limits: limits)
        } catch { throw .json(error) }
        guard let object = json.objectValue else { throw .noObject }
        var values: [Value?] = []
        for variable in variables {
            guard let member = object[variable.name] else {
                values.append(nil)
                continue
            }
            do throws(ConversionError) {
                values.append(try Value(member, as: variable.type, at: variable.name))
            } catch { throw .conversion(error) }
        }
        return values
    }

    /// The values of an object that holds nothing unusual; else `nil`.
    private func plainValues(_ bytes: UnsafeRawBufferPointer) -> [Value?]? {
        guard variables.count <= Self.variablesMax, bytes.count <= limits.documentBytesMax else {
            return nil
        }
        var scan = PlainScan(bytes)
        guard scan.step(over: "{") else { return nil }
        var values = [Value?](repeating: nil, count: variables.count)
        var seen: UInt64 = 0
        var expected = 0
        if !scan.step(over: "}") {
            repeat {
                guard let at = place(ofNameAt: &scan, expected), seen & (1 << UInt64(at)) == 0,
                    scan.step(over: ":"), let value = scan.value()
                else { return nil }
                switch (kinds[at], value) {
                case (.other, .null), (.plain, _), (.number, .number), (.number, .null):
                    values[at] = value
                default: return nil
                }
                seen |= 1 << UInt64(at)
                expected = at + 1
            } while scan.step(over: ",")
            guard scan.step(over: "}") else { return nil }
        }
        return scan.isAtEnd ? values : nil
    }

    /// Which variable's name stands here, most likely the expected one; steps over it.
    @inline(__always)
    private func place(ofNameAt scan: inout PlainScan, _ expected: Int) -> Int? {
        scan.skipSpace()
        if expected < variables.count, isName(expected, &scan) { return expected }
        return variables.indices.first { isName($0, &scan) }
    }

    @inline(__always)
    private func isName(_ at: Int, _ scan: inout PlainScan) -> Bool {
        let start = at == 0 ? 0 : ends[at - 1]
        return names.withUnsafeBytes { scan.step(over: $0, from: start, to: ends[at]) }
    }
}

/// Steps through JSON that has no escapes, no fractions and nothing within each other.
private struct PlainScan {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return
            }
        }
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    /// Whether a byte comes next after white space, which is stepped over with it.
    @inline(__always)
    mutating func step(over byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position &+= 1
        return true
    }

    @inline(__always)
    mutating func step(over text: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Bool {
        let count = end &- start
        guard bytes.count &- position >= count else { return false }
        var at = 0
        while at < count {
            if bytes[position &+ at] != text[start &+ at] { return false }
            at &+= 1
        }
        position &+= count
        return true
    }

    /// A value that is no object, no list and no fraction, a text of printable ASCII.
    @inline(__always)
    mutating func value() -> Value? {
        skipSpace()
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): return text().map { .string($0) }
        case UInt8(ascii: "t"): return word("true") ? .boolean(true) : nil
        case UInt8(ascii: "f"): return word("false") ? .boolean(false) : nil
        case UInt8(ascii: "n"): return word("null") ? .null : nil
        default: return whole().map { .number(Decimal34($0)) }
        }
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let text = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return step(over: text, from: 0, to: text.count)
    }

    @inline(__always)
    private mutating func text() -> String? {
        let start = position &+ 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            // Printable ASCII, and no escape.
            guard bytes[end] &- 0x20 < 0x60, bytes[end] != UInt8(ascii: "\\") else { return nil }
            end &+= 1
        }
        guard end < bytes.count else { return nil }
        position = end &+ 1
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        return String(unsafeUninitializedCapacity: text.count) { target in
            UnsafeMutableRawBufferPointer(target).copyMemory(from: text)
            return text.count
        }
    }

    @inline(__always)
    private mutating func whole() -> Int? {
        let isNegative = bytes[position] == UInt8(ascii: "-")
        let start = isNegative ? position &+ 1 : position
        var at = start
        var magnitude = 0
        while at < bytes.count, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
            magnitude = magnitude &* 10 &+ Int(digit)
            at &+= 1
        }
        let count = at &- start
        guard count > 0, count <= 18, bytes[start] != UInt8(ascii: "0") || count == 1,
            !(isNegative && magnitude == 0)
        else { return nil }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") || bytes[at] | 0x20 == 0x65 {
            return nil
        }
        position = at
        return isNegative ? -magnitude : magnitude
    }
}
