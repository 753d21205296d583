import FairleadCanonical

/// Lists as the systems other than billing answer them: `{"items": […], "next": CURSOR|null}`.
enum Listing {
    /// How many items one page has at most.
    static let pageItemsMax = 100

    /// One page; the cursor is the number of items that came before.
    static func page(_ items: [JSON], _ call: Call) throws(Refusal) -> Answer {
        let start = Int(call.fields["cursor"] ?? "0") ?? -1
        guard start >= 0 else {
            throw Refusal(422, "bad_cursor", "The cursor is not one of ours.")
        }
        let limit = min(Int(call.fields["limit"] ?? "") ?? pageItemsMax, pageItemsMax)
        guard limit > 0 else { throw Refusal(422, "bad_limit", "limit is at least 1.") }
        let end = min(start + limit, items.count)
        let page = start < end ? Array(items[start..<end]) : []
        return Answer([
            "items": .array(page),
            "next": end < items.count ? .string(String(end)) : .null,
        ])
    }

    /// A time of a query: RFC 3339, or milliseconds since 1970.
    static func time(_ text: String) throws(Refusal) -> Int64 {
        if let milliseconds = Int64(text) { return milliseconds }
        guard let instant = Instant(rfc3339: text) else {
            throw Refusal(422, "bad_time", "A time is RFC 3339, or milliseconds since 1970.")
        }
        return instant.milliseconds
    }

    /// The items whose field `updatedAt` is at or after the query's `key`, oldest change first;
    /// all items where the query has no such field.
    static func changed(
        _ items: [JSON], since key: String, _ call: Call
    ) throws(Refusal) -> [JSON] {
        guard let text = call.fields[key] else { return items }
        let since = try time(text)
        let changes = items.map { item in
            (Instant(rfc3339: item.text("updatedAt") ?? "")?.milliseconds ?? 0, item)
        }
        return changes.enumerated().filter { $0.element.0 >= since }
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }
}

extension SystemState {
    /// The route of the sweep: the events at or after `since`, in the form of their webhooks.
    static var changesRoute: Route<Self> {
        Route("GET", "/changes", "\(system.rawValue).changes") {
            (state, call) throws(Refusal) in
            let since = try Listing.time(call.fields["since"] ?? "0")
            return try Listing.page(
                state.basis.events.filter { $0.at >= since }.map(\.body), call)
        }
    }
}
