import FairleadCanonical
import FairleadDomain
import FairleadSimulator
import FairleadTesting

/// A customer, what happens to it, and what the outside answers, all drawn from one seed.
struct GeneratedMatter {
    let seed: UInt64
    let customer: Customer
    let events: [Event]
    let isSlowModel: Bool

    init(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        self.seed = seed
        customer = Self.customer(&generator)
        events = try Self.events(&generator)
        isSlowModel = Int.random(in: 0..<6, using: &generator) == 0
    }

    private static func customer(_ generator: inout SeededGenerator) -> Customer {
        var customer = RuntimeWorld.acme
        func pick<Value>(_ values: [Value], _ otherwise: Value) -> Value {
            values.randomElement(using: &generator) ?? otherwise
        }
        customer.tier = pick(["starter", "growth", "enterprise", "strategic"], "growth")
        customer.pastDue = pick(
            ["0.00", "4180.00", "5000.00", "5000.01", "25000.00", "38400.00", "100000.01"], "0.00")
        customer.timeZone = pick(
            ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia"], "Europe/Berlin")
        customer.daysToEnd = Int64.random(in: 0...90, using: &generator)
        customer.daysToNotice = Int64.random(in: -10...60, using: &generator)
        customer.severeIncident = pick([nil, nil, 1, 2, 3], nil)
        customer.downgrade = pick([.null, ["id": "schedule-1"]], .null)
        return customer
    }

    private static func events(_ generator: inout SeededGenerator) throws -> [Event] {
        let cause =
            [
                "expiredCard", "insufficientFunds", "declined", "lostCard", "stolenCard",
                "authenticationRequired", "other", nil,
            ].randomElement(using: &generator) ?? nil
        var events = [try Told.failure(failure: cause)]
        if Bool.random(using: &generator) { events.append(try Told.ticket()) }
        events.shuffle(using: &generator)
        return events
    }

    /// Anything at all in the place of a model's answer; nil: it does not come.
    func modelAnswer(_ generator: inout SeededGenerator) -> Answer? {
        if isSlowModel { return nil }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return .failed(code: "http-400", message: "no")
        case 1: return .unknown(code: "timeout")
        case 2: return .retry(code: "http-503", afterMilliseconds: nil)
        case 3: return .done(value: Self.any(&generator), records: [], readBack: .notDeclared)
        default:
            return .done(
                value: .object(Self.estimate(&generator)),
                records: ["level=automatic"], readBack: .notDeclared)
        }
    }

    /// What looks like an estimate, and asks for more than it may.
    private static func estimate(_ generator: inout SeededGenerator) -> JSONObject {
        let numbers = ["0", "0.2", "0.51", "1", "1.01", "-1", "1e6000", "0.999999999999999999999"]
        var answer: JSONObject = ["version": "churn-1"]
        let value = numbers.randomElement(using: &generator) ?? "0"
        for name in ["value", "low", "high"] {
            let isOdd = Int.random(in: 0..<4, using: &generator) == 0
            answer[name] = .number(isOdd ? numbers.randomElement(using: &generator) ?? "0" : value)
        }
        let wanted: [(String, JSON)] = [
            ("level", "automatic"), ("approver", "none"), ("term", "P9999D"),
            ("exposure", 0), ("ruling", ["level": "automatic", "term": "P9999D"]),
            ("amount", ["amount": "999999.00", "currency": "USD"]),
            ("account", ["tier": "starter", "billingContact": "thief@x.example"]),
            ("clause", "FIN-AR-07 §0"), ("cause", "unappliedCash"),
        ]
        for (name, value) in wanted where Bool.random(using: &generator) { answer[name] = value }
        if Int.random(in: 0..<6, using: &generator) == 0 {
            answer["value"] = any(&generator)
        }
        return answer
    }

    static func any(_ generator: inout SeededGenerator, depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return .number(["-0", "1e5", "-2.5E-7"].randomElement(using: &generator) ?? "0")
        case 4: return .string("automatic")
        case 5: return .string("\u{0}\u{1F600}\"; drop")
        case 6:
            return .array(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    any(&generator, depth: depth + 1)
                })
        default:
            var object = JSONObject()
            let names = ["value", "low", "high", "version", "level", "term", "x"]
            for name in names where Bool.random(using: &generator) {
                object[name] = any(&generator, depth: depth + 1)
            }
            return .object(object)
        }
    }
}
