import FairleadCanonical

extension Estate {
    /// What is asked below `/_estate`, at any system's port and with that system's token.
    func answer(control request: ReceivedRequest, at system: EstateSystem) async -> Answer {
        do {
            let call = try Call(parameters: [:], request)
            return try await control(request, call, system)
        } catch let refusal as Refusal {
            return Answer(CRMState.body(of: refusal), status: refusal.status)
        } catch {
            return Answer(
                CRMState.body(of: Refusal(409, "does_not_fit", "\(error)")), status: 409)
        }
    }

    private func control(
        _ request: ReceivedRequest, _ call: Call, _ system: EstateSystem
    ) async throws -> Answer {
        let path = request.path.split(separator: "/").dropFirst().map(String.init)
        let target = try chosen(call, system)
        switch (request.method, path.first ?? "", path.count) {
        case ("GET", "faults", 1):
            return Answer(.array(server(target).faults.rules.map { Self.json($0) }))
        case ("POST", "faults", 1):
            let (fault, extent) = try Self.fault(call.body)
            try await inject(
                fault, at: target, only: call.body.text("operation"), extent: extent)
            return Answer(.array(server(target).faults.rules.map { Self.json($0) }), status: 201)
        case ("DELETE", "faults", 1):
            try await lift(target)
            return Answer([])
        case ("GET", "journal", 1):
            return Answer(.array(journal().map { Self.json($0) }))
        case ("GET", "effects", 1):
            return Answer(.array(effects().map { Self.json($0) }))
        case ("GET", "deliveries", 1):
            return Answer(.array(deliveries().map { Self.json($0) }))
        case ("GET", "scenarios", 1):
            return Answer(.array(configuration.scenarios.map { json($0) }))
        case ("POST", "scenarios", 2):
            return try await play(path[1], call)
        case ("POST", "model", 1):
            guard let mode = ModelMode(rawValue: try call.text("mode")) else {
                let modes = ModelMode.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(422, "bad_mode", "A mode is one of \(modes).")
            }
            try await setModelMode(mode)
            return Answer(["mode": .string(mode.rawValue)])
        case ("POST", "webhook-target", 1):
            setWebhookTarget(call.body.text("url"))
            return Answer(["url": call.body["url"] ?? .null])
        default:
            throw Refusal.notFound("such call: \(request.path)")
        }
    }

    /// The system that the query or the body names, else the one whose port was called.
    private func chosen(_ call: Call, _ system: EstateSystem) throws(Refusal) -> EstateSystem {
        guard let name = call.fields["system"] ?? call.body.text("system") else { return system }
        guard let chosen = EstateSystem(rawValue: name) else {
            let names = EstateSystem.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(422, "bad_system", "A system is one of \(names).")
        }
        return chosen
    }

    /// Plays one step of a scenario (`step`, from 0), or all.
    private func play(_ name: String, _ call: Call) async throws -> Answer {
        guard let scenario = configuration.scenarios.first(where: { $0.name == name }) else {
            throw Refusal.notFound("scenario \(name)")
        }
        var steps = scenario.steps[...]
        if let index = call.body.whole("step") {
            guard steps.indices.contains(Int(clamping: index)) else {
                throw Refusal(422, "bad_step", "\(name) has \(steps.count) steps.")
            }
            steps = steps[Int(index)...Int(index)]
        }
        for step in steps { try await play(step, of: scenario) }
        return Answer(["played": .array(steps.map { .string($0.summary) })])
    }

    private static func fault(_ body: JSON) throws(Refusal) -> (Fault, FaultExtent) {
        func number(_ key: String, _ range: ClosedRange<Int64>) throws(Refusal) -> Int64 {
            guard let value = body.whole(key), range.contains(value) else {
                throw Refusal(422, "bad_fault", "\(key) is from \(range.lowerBound) on.")
            }
            return value
        }
        let fault: Fault =
            switch body.text("kind") {
            case "latency": .latency(milliseconds: try number("milliseconds", 0...600_000))
            case "failBefore": .failBefore(status: Int(try number("status", 500...599)))
            case "failAfter": .failAfter(status: Int(try number("status", 500...599)))
            case "dropAfter": .dropAfter
            case "unavailable": .unavailable
            case "refused": .refused
            case "clockSkew":
                .clockSkew(
                    milliseconds: try number("milliseconds", -86_400_000_000...86_400_000_000))
            case "duplicateWebhooks":
                .duplicateWebhooks(copies: Int(try number("copies", 1...1_000)))
            case "reorderWebhooks": .reorderWebhooks(window: Int(try number("window", 2...1_000)))
            case "loseWebhooks": .loseWebhooks
            default: throw Refusal(422, "bad_fault", "There is no such kind of fault.")
            }
        if body["next"] != nil { return (fault, .next(Int(try number("next", 1...1_000_000)))) }
        if body["permille"] != nil {
            return (fault, .permille(Int(try number("permille", 0...1_000))))
        }
        if let until = body.text("until") { return (fault, .until(try Listing.time(until))) }
        return (fault, .always)
    }
}
