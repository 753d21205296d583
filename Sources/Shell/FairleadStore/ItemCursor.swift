public import FairleadDomain

/// The place in a list after which the next page begins; its text is opaque to callers.
///
/// It names the last row's own values, so that rows which come or go meanwhile move nothing.
public struct ItemCursor: Sendable, Hashable {
    public let order: ItemQuery.Order
    public let scoreThousandths: Int64
    public let kind: Item.Kind
    public let id: String

    /// The place of an item in this order.
    public init(after item: Item, order: ItemQuery.Order) {
        self.order = order
        scoreThousandths = item.scoreThousandths
        kind = item.kind
        id = item.id
    }

    /// Reads a cursor's text; anything that is no cursor of this order is `invalid`.
    public init(text: String, order: ItemQuery.Order) throws(StoreError) {
        let refused = StoreError(.invalid, "this is no cursor of this list")
        guard text.utf8.count <= StoreLimits.cursorBytesMax,
            let bytes = ItemCursor.decoded(text),
            let plain = String(validating: bytes, as: UTF8.self)
        else { throw refused }
        let parts = plain.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == order.rawValue, let score = Int64(parts[1]),
            let kind = Item.Kind(rawValue: String(parts[2])), !parts[3].isEmpty,
            !parts[3].utf8.contains(0)
        else { throw refused }
        self.order = order
        self.kind = kind
        scoreThousandths = score
        id = String(parts[3])
    }

    public var text: String {
        let plain = "\(order.rawValue) \(scoreThousandths) \(kind.rawValue) \(id)"
        return ItemCursor.encoded(Array(plain.utf8))
    }

    // Hexadecimal: needs no escaping in a query string, and is plainly not for reading.
    private static let digits = Array("0123456789abcdef".utf8)

    private static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func decoded(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 2)
        for index in stride(from: 0, to: characters.count, by: 2) {
            guard let high = digits.firstIndex(of: characters[index]),
                let low = digits.firstIndex(of: characters[index + 1])
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
