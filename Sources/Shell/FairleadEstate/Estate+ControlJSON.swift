import FairleadCanonical
import Synchronization

extension Estate {
    static func json(_ rule: FaultRules.Rule) -> JSON {
        let extent: JSON =
            switch rule.extent {
            case .always: "always"
            case .next(let count): ["next": .integer(Int64(count))]
            case .permille(let permille): ["permille": .integer(Int64(permille))]
            case .until(let time): ["until": .time(time)]
            }
        return [
            "kind": .string(rule.fault.kind), "operation": .optional(rule.only), "extent": extent,
        ]
    }

    static func json(_ entry: JournalEntry) -> JSON {
        [
            "number": .integer(Int64(entry.number)), "at": .time(entry.at),
            "system": .string(entry.system.rawValue), "operation": .string(entry.operation),
            "way": .string(entry.way), "reference": .string(entry.reference),
            "path": .string(entry.path), "result": .string(entry.result.rawValue),
            "answered": .bool(entry.answered),
        ]
    }

    static func json(_ effect: EffectCount) -> JSON {
        [
            "system": .string(effect.system.rawValue), "operation": .string(effect.operation),
            "way": .string(effect.way), "reference": .string(effect.reference),
            "arrived": .integer(Int64(effect.arrived)), "done": .integer(Int64(effect.done)),
        ]
    }

    static func json(_ delivery: WebhookDelivery) -> JSON {
        [
            "system": .string(delivery.system.rawValue), "eventId": .string(delivery.eventID),
            "type": .string(delivery.type), "attempts": .integer(Int64(delivery.attempts)),
            "status": .optional(delivery.status.map { Int64($0) }),
            "outcome": .string(delivery.outcome.rawValue),
        ]
    }

    func json(_ scenario: Scenario) -> JSON {
        let ids = known.withLock { $0[scenario.name] }
        return [
            "name": .string(scenario.name), "title": .string(scenario.title),
            "steps": .array(scenario.steps.map { .string($0.summary) }),
            "account": [
                "name": .string(scenario.account.name), "crm": .optional(ids?.crmAccount),
                "billing": .optional(ids?.billingCustomer), "erp": .optional(ids?.erpCustomer),
                "helpDesk": .optional(ids?.organisation), "invoice": .optional(ids?.invoice),
                "receivable": .optional(ids?.receivable),
            ],
        ]
    }
}
