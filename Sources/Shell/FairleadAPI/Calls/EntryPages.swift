import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import FairleadStore

/// Pages of ledger entries, in the order of their chains.
struct EntryPages {
    let store: any Store
    let views: Views

    /// Segments read for one page at most: a page may come out short, with its cursor.
    static let segmentsReadMax = 1_000
    static let segmentsAtOnce = 100

    struct Page {
        var entries: [LabelledJSON] = []
        var next: String?
    }

    /// Entries of one anchor, or of the whole shard, from the cursor on.
    func page(
        shard: Int, anchor: String?, cursor: String?, limit: Int,
        where isWanted: (EntryPlace, String?) -> Bool
    ) throws -> Page {
        var from = try Self.number(cursor, shard: shard)
        var page = Page()
        var read = 0
        while read < Self.segmentsReadMax {
            let segments = try segments(shard, anchor, from)
            for segment in segments {
                read += 1
                for number in max(from, segment.first)...segment.last {
                    let place = EntryPlace(shard: shard, number: number)
                    let caseID = try Views.envelope(number, of: segment)?.caseID
                    guard isWanted(place, caseID) else { continue }
                    if page.entries.count == limit {
                        page.next = Self.cursor(place)
                        return page
                    }
                    page.entries.append(try views.entry(number, of: segment))
                }
                from = segment.last + 1
            }
            if segments.count < Self.segmentsAtOnce { return page }
        }
        page.next = Self.cursor(EntryPlace(shard: shard, number: from))
        return page
    }

    /// An anchor's segments by their first entry: the one that holds the cursor comes first.
    private func segments(_ shard: Int, _ anchor: String?, _ from: Int64) throws -> [Segment] {
        guard let anchor else {
            return try store.segments(shard: shard, from: from, limit: Self.segmentsAtOnce)
        }
        var first = from
        let holding = try store.segment(containing: EntryPlace(shard: shard, number: from))
        if let holding, holding.anchor == anchor { first = holding.first }
        return try store.segments(
            shard: shard, anchor: anchor, from: first, limit: Self.segmentsAtOnce)
    }

    static func cursor(_ place: EntryPlace) -> String { "\(place.shard).\(place.number)" }

    /// The place that a cursor names.
    static func place(_ cursor: String) throws -> EntryPlace {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let shard = Int(parts[0]), let number = Int64(parts[1]),
            (0..<Shards.count).contains(shard), number > 0
        else { throw StoreError(.invalid, "a cursor of entries") }
        return EntryPlace(shard: shard, number: number)
    }

    private static func number(_ cursor: String?, shard: Int) throws -> Int64 {
        guard let cursor else { return 1 }
        let place = try place(cursor)
        guard place.shard == shard else { throw StoreError(.invalid, "a cursor of entries") }
        return place.number
    }
}
