public import FairleadDomain
public import FairleadPlaybook

extension ConnectorDefinition {
    /// Whether the canonical objects that it makes are those of the schemas: types, fields.
    public func check(against schemas: [ObjectSchema], _ diagnostics: inout Diagnostics) {
        for object in objects { object.check(against: schemas, &diagnostics) }
        for operation in operations {
            guard let gives = operation.declaration.gives,
                !schemas.contains(where: { $0.type == gives })
            else { continue }
            diagnostics.error(
                "there is no object type '\(gives)'", at: operation.position,
                hint: NearestName.hint(for: gives, among: schemas.map(\.type)))
        }
        for mapping in events?.mappings ?? [] {
            for field in mapping.data where !schemas.contains(where: { $0.type == field.name }) {
                diagnostics.error(
                    "there is no object type '\(field.name)'", at: mapping.position,
                    hint: NearestName.hint(for: field.name, among: schemas.map(\.type)))
            }
            checkLabels(of: mapping, schemas, &diagnostics)
        }
    }

    /// What a system sends is kept as it came, under the connector's labels: they name all that
    /// is read in it.
    private func checkLabels(
        of mapping: EventMapping, _ schemas: [ObjectSchema], _ diagnostics: inout Diagnostics
    ) {
        for told in mapping.data {
            let read = objects.filter { told.value.uses.contains($0.name) }
                .flatMap { $0.fields.map(\.name) }
            let fields = schemas.first { $0.type == told.name }?.fields ?? []
            let missing = fields.filter { read.contains($0.name) }.flatMap(\.labels.names)
                .filter { !labels.names.contains($0) }
            if missing.isEmpty { continue }
            let names = Set(missing).sorted().joined(separator: ", ")
            diagnostics.error(
                "what is told of '\(told.name)' is \(names), and the connector's labels do not say"
                    + " so",
                at: mapping.position,
                hint: "labels: [\(labels.union(Labels(missing)).names.joined(separator: ", "))]")
        }
    }

    /// Whether what the definition names within itself is there.
    func checkReferences(_ diagnostics: inout Diagnostics) {
        for mapping in events?.mappings ?? [] {
            checkUses(mapping.data.map(\.value), at: mapping.position, &diagnostics)
            for followUp in mapping.followUps
            where followUp.operation.hasPrefix("\(name).")
                && operation(followUp.operation)?.declaration.kind != .lookup
            {
                diagnostics.error(
                    "there is no look-up '\(followUp.operation)'", at: mapping.position)
            }
            if let lookup = mapping.partyLookup {
                requireLookup(
                    lookup.operation, for: "the party", at: mapping.position, &diagnostics)
            }
            if mapping.identity != nil, !isMasterOfAccounts {
                diagnostics.error(
                    "only the master of accounts says who is who", at: mapping.position,
                    hint: "masterOf: account")
            }
        }
        for object in objects {
            checkUses(object.fields.map(\.value), at: object.position, &diagnostics)
        }
        for operation in operations { check(operation, &diagnostics) }
        for lookUp in lookUps {
            requireLookup(
                lookUp.operation, for: "the input '\(lookUp.name)'", at: lookUp.position,
                &diagnostics)
        }
        if let sweep {
            requireLookup(sweep.operation, for: "the sweep", at: position, &diagnostics)
        }
    }

    private func check(_ operation: ConnectorOperation, _ diagnostics: inout Diagnostics) {
        let place = operation.position
        let known = operation.declaration.arguments.map(\.name)
        let request = operation.request
        let sent = (request.query + request.body).map(\.value)
        let paths = request.path.paths + sent.flatMap(\.paths)
        for path in paths {
            if let root = path.root {
                if root != "reference" {
                    diagnostics.error("a request knows $reference, not $\(root)", at: place)
                }
            } else if let first = path.steps.first, !known.contains(first) {
                diagnostics.error(
                    "'\(operation.declaration.name)' has no argument '\(first)'", at: place,
                    hint: NearestName.hint(for: first, among: known))
            }
        }
        if let value = operation.answer.value { checkUses([value], at: place, &diagnostics) }
        if let find = operation.find {
            requireLookup(find.operation, for: "'find'", at: place, &diagnostics)
        }
        if let readBack = operation.readBack {
            requireLookup(readBack.operation, for: "the read-back", at: place, &diagnostics)
        }
        if let find = operation.find, find.match.contains(where: \.asksForReference),
            !sent.flatMap(\.paths).contains(where: { $0.root == "reference" })
        {
            diagnostics.error(
                "what is found by our reference must send it", at: place,
                hint: "put $reference into the body")
        }
    }

    private func requireLookup(
        _ name: String, for what: String, at place: SourcePosition,
        _ diagnostics: inout Diagnostics
    ) {
        if operation(name)?.declaration.kind == .lookup { return }
        diagnostics.error(
            "there is no look-up '\(name)' for \(what)", at: place,
            hint: NearestName.hint(for: name, among: operations.map(\.shortName)))
    }

    private func checkUses(
        _ values: [ValueMapping], at place: SourcePosition, _ diagnostics: inout Diagnostics
    ) {
        for use in values.flatMap(\.uses) where !objects.contains(where: { $0.name == use }) {
            diagnostics.error(
                "there is no object mapping '\(use)'", at: place,
                hint: NearestName.hint(for: use, among: objects.map(\.name)))
        }
    }
}
