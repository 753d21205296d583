import FairleadCanonical

/// How the stand-in model answers.
public enum ModelMode: String, Sendable, CaseIterable {
    case right
    /// Right, but late.
    case slow
    /// Garbage: out of range, an interval upside down, no number at all.
    case wrong
    case down
    /// Nearly certain, whatever it is asked.
    case overConfident
}

/// The stand-in churn estimator. Its formula is plain, invented and fixed: it stands where a
/// trained model will stand, and claims no skill.
struct ModelState: SystemState {
    static let system = EstateSystem.model

    var basis: SystemBasis
    var mode = ModelMode.right
    private var garbageGiven = 0

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<ModelState>] {
        [
            Route("POST", "/estimate", "model.estimate") { (state, call) throws(Refusal) in
                try state.estimate(call)
            },
            Route("GET", "/models", "model.models") { (_, call) throws(Refusal) in
                try Listing.page(
                    [
                        [
                            "model": .string(ChurnFormula.name),
                            "version": .string(ChurnFormula.version),
                        ]
                    ],
                    call)
            },
        ]
    }

    private mutating func estimate(_ call: Call) throws(Refusal) -> Answer {
        let model = try call.text("model")
        guard model == ChurnFormula.name else { throw .notFound("model \(model)") }
        if let version = call.body.text("version"), version != ChurnFormula.version {
            throw .notFound("version \(version) of \(model)")
        }
        guard let inputs = call.body["inputs"], inputs.objectValue != nil else {
            throw Refusal(422, "missing_field", "The body needs the object inputs.")
        }
        let estimate = ChurnFormula.estimate(inputs)
        switch mode {
        case .right, .slow:
            return Answer(Self.body(estimate.answer))
        case .overConfident:
            return Answer(
                Self.body([
                    "value": .number("0.99"),
                    "interval": [.number("0.985"), .number("0.995")],
                ]))
        case .down:
            throw Refusal(503, "unavailable", "The model is not loaded.")
        case .wrong:
            garbageGiven += 1
            return Answer(Self.body(Self.garbage[garbageGiven % Self.garbage.count]))
        }
    }

    private static func body(_ estimate: JSON) -> JSON {
        let answer: JSON = [
            "model": .string(ChurnFormula.name), "version": .string(ChurnFormula.version),
        ]
        return .object((answer.objectValue ?? [:]).merging(estimate.objectValue ?? [:]))
    }

    private static let garbage: [JSON] = [
        ["value": .number("7.3"), "interval": [9, -1]],
        ["value": "very likely", "interval": .null],
        ["value": .number("0.4"), "interval": [.number("0.8"), .number("0.2")]],
        ["value": .number("-0.2"), "interval": [.number("-0.3"), .number("-0.1")]],
    ]
}
