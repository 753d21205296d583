import FairleadAPITypes
import FairleadCanonical
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime

/// Events that senders with a token tell.
struct EventCalls: Sendable {
    let services: APIServices

    func post(_ call: APICall, _ keep: KeptAnswers) async throws -> APIAnswer {
        let events: [Event]
        do {
            events = try services.catalog.content.reader.read(
                headers: call.headers, body: call.body, now: call.now)
        } catch {
            var members: JSONObject = ["place": .string(error.place)]
            if let index = error.index { members["index"] = .integer(Int64(index)) }
            throw Problem(error.status, "event-" + error.code.rawValue, error.message, members)
        }
        for (index, event) in events.enumerated() where !call.viewer.mayWrite(for: event.source) {
            throw Problem(
                403, "source-not-yours", "the token does not name this source",
                ["index": .integer(Int64(index)), "place": "source"])
        }
        if events.isEmpty { return APIAnswer(202, ["results": []]) }
        let render: @Sendable (RuntimeReply) -> APIAnswer = { Self.answer($0, nil) }
        let reply = await services.host.submit(
            events, by: call.viewer.principal, keep: keep.keep(render))
        switch reply {
        case .receipts(let receipts):
            services.metrics.countEvents(
                receipts.count, duplicates: receipts.count { $0.isDuplicate })
        case .conflict: services.metrics.countConflict()
        case .overloaded: throw Problem.overloaded
        default: break
        }
        return Self.answer(reply, call.requestID)
    }

    static func answer(_ reply: RuntimeReply, _ requestID: String?) -> APIAnswer {
        switch reply {
        case .receipts(let receipts): receipt(receipts)
        case .conflict(let index, _, _):
            APIAnswer(
                Problem(
                    409, "event-conflict", "this id is known, and said something else",
                    ["index": .integer(Int64(index)), "place": "id"]), requestID: requestID)
        case .rejected(let rejection): APIAnswer(Problem(rejection), requestID: requestID)
        default: APIAnswer(.overloaded, requestID: requestID)
        }
    }

    static func receipt(_ receipts: [EventReceipt]) -> APIAnswer {
        let results = receipts.map { receipt -> JSON in
            [
                "source": .string(receipt.source), "id": .string(receipt.id),
                "entry": receipt.place.json, "duplicate": .bool(receipt.isDuplicate),
                "pending": .bool(receipt.isPending),
                "cases": .array(receipt.cases.map(JSON.string)),
            ]
        }
        return APIAnswer(202, ["results": .array(results)])
    }
}
