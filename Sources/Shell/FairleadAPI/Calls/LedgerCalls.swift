import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadRuntime
import FairleadStore

/// The ledger as it is.
struct LedgerCalls: Sendable {
    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        call.operation == .getCheckpoint ? try checkpoint(call) : try await entries(call)
    }

    private func entries(_ call: APICall) async throws -> APIAnswer {
        let paging = try call.paging()
        let pages = EntryPages(store: services.store, views: services.views)
        var page: EntryPages.Page
        if let id = call.query["case"] {
            guard let state = await services.host.state(of: id), state.case(id) != nil else {
                throw Problem.notFound("case")
            }
            page = try pages.page(
                shard: state.shard, anchor: state.anchor, cursor: paging.cursor,
                limit: paging.limit
            ) { $1 == id }
        } else if let text = call.query["shard"] {
            guard let shard = Int(text), (0..<Shards.count).contains(shard) else {
                throw Problem.malformed("shard", "shards are 0 to 63", place: "shard")
            }
            page = try pages.page(
                shard: shard, anchor: nil, cursor: paging.cursor, limit: paging.limit
            ) { _, _ in true }
        } else {
            page = try all(pages, paging.cursor, paging.limit)
        }
        return .page(page.entries.map { $0.answer(to: call.viewer.sees) }, next: page.next)
    }

    /// All shards, one after the other.
    private func all(
        _ pages: EntryPages, _ cursor: String?, _ limit: Int
    ) throws -> EntryPages.Page {
        var shard = try cursor.map { try EntryPages.place($0).shard } ?? 0
        var page = EntryPages.Page()
        var from = cursor
        while shard < Shards.count {
            let more = try pages.page(
                shard: shard, anchor: nil, cursor: from, limit: limit - page.entries.count
            ) { _, _ in true }
            page.entries += more.entries
            if let next = more.next {
                page.next = next
                return page
            }
            shard += 1
            from = nil
        }
        return page
    }

    private func checkpoint(_ call: APICall) throws -> APIAnswer {
        let chains = try services.store.heads().map {
            Checkpoint.Chain(tenant: services.store.tenant, head: $0)
        }
        let checkpoint = try Checkpoint.sign(chains, at: call.now, with: services.checkpointKey)
        return APIAnswer(200, mediaType: "application/json", body: checkpoint.bytes)
    }
}
