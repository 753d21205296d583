import DMN
import DMNFormats
import FairleadCalendar
import FairleadConnector
import FairleadDomain
import FairleadPlaybook

/// Compiles the files of a catalog: the small words first, then what is said with them.
struct CatalogCompiler {
    struct Compiled {
        let governance: Governance
        let connectors: [ConnectorDefinition]
        let models: [(path: String, graph: DecisionGraph)]
        let calendars: [(calendar: BusinessCalendar, position: SourcePosition)]
    }

    let files: [String: [UInt8]]
    var diagnostics = Diagnostics()

    private var manifest = Manifest()
    private var roles: [String: Role] = [:]
    private var types: ObjectTypes
    private var connectors: [ConnectorDefinition] = []
    private var events: [String: EventDeclaration] = [:]
    private var queues: [Queue] = []
    private var workers: [Worker] = []
    private var calendars = CalendarReader()
    private var exceptions: [String: ExceptionCode]?
    private(set) var models: [(path: String, graph: DecisionGraph)] = []

    init(files: [String: [UInt8]]) {
        self.files = files
        var none = Diagnostics()
        types = ObjectTypes(schemas: [], positions: [:], &none)
    }

    /// What governs and the connectors; nil, with the reasons in `diagnostics`, if anything is
    /// wrong.
    mutating func compile() -> Compiled? {
        checkPaths()
        if let node = required("catalog.yaml") { manifest = Manifest(node, &diagnostics) }
        if let node = required("roles.yaml") {
            roles = VocabularyReader.roles(node, &diagnostics)
        }
        readObjects()
        readConnectors()
        if let node = required("events.yaml") {
            events = VocabularyReader.events(
                node, objects: types.schemas.keys.sorted(), &diagnostics)
        }
        if let node = required("queues.yaml") {
            queues = WorkforceReader.queues(node, roles: roles.keys.sorted(), &diagnostics)
        }
        if let bytes = files["people.yaml"],
            let node = YAMLReader.document(bytes, file: "people.yaml", &diagnostics)
        {
            workers = WorkforceReader.workers(node, queues: queues.map(\.name), &diagnostics)
        }
        let documents = documents(in: "calendars")
        calendars.read(documents, &diagnostics)
        if let bytes = files["exceptions.yaml"],
            let node = YAMLReader.document(bytes, file: "exceptions.yaml", &diagnostics)
        {
            exceptions = ExceptionCodeReader.read(
                node, roles: roles.keys.sorted(), queues: queues.map(\.name), &diagnostics)
        }
        checkManifest()
        let vocabulary = vocabulary()
        checkEvents()
        let playbooks = readPlaybooks(vocabulary)
        if diagnostics.hasErrors { return nil }
        admitAudiences(of: playbooks)
        let governance = Governance(
            digest: Catalog.digest(of: files), playbooks: playbooks,
            decisions: vocabulary.decisions, schemas: types.schemas,
            operations: vocabulary.operations,
            templates: vocabulary.templates.mapValues(\.template), roles: roles, events: events,
            calendars: calendars.calendars, identity: manifest.identity,
            declassified: manifest.declassified,
            queues: Dictionary(queues.map { ($0.name, $0) }, uniquingKeysWith: { $1 }),
            workers: workers, exceptions: exceptions ?? [:],
            connectors: Dictionary(
                connectors.map { ($0.name, $0.limits.bounds) }, uniquingKeysWith: { $1 }),
            sourceWeights: manifest.weights)
        return Compiled(
            governance: governance, connectors: connectors, models: models,
            calendars: calendars.placed)
    }

    /// What only some roles may see carries a label that each of them sees.
    private mutating func admitAudiences(of playbooks: [Playbook]) {
        for audience in playbooks.flatMap(\.audiences) {
            for name in audience {
                guard let role = roles[name] else { continue }
                roles[name] = Role(
                    name: role.name, permissions: role.permissions,
                    sees: role.sees.union(TaskWork.audience(of: audience)))
            }
        }
    }

    // MARK: Files

    /// Every file has a place; one that has none is a mistake, not decoration.
    private mutating func checkPaths() {
        for path in files.keys.sorted() {
            let parts = path.split(separator: "/")
            let isKnown =
                switch parts.count {
                case 1:
                    [
                        "catalog.yaml", "roles.yaml", "events.yaml", "queues.yaml", "models.yaml",
                        "people.yaml", "exceptions.yaml",
                    ].contains(path)
                case 2:
                    ["objects", "playbooks", "templates", "calendars"].contains(parts[0])
                        && path.hasSuffix(".yaml")
                        || parts[0] == "decisions"
                            && (ModelFiles.isModel(path) || path.hasSuffix(".tests.yaml"))
                case 3: parts[0] == "connectors" && parts[2] == "connector.yaml"
                default: false
                }
            if isKnown { continue }
            diagnostics.error(
                "this file has no place in a catalog",
                at: SourcePosition(file: path, line: 1, column: 1))
        }
    }

    private mutating func required(_ path: String) -> SourceNode? {
        if let bytes = files[path] {
            return YAMLReader.document(bytes, file: path, &diagnostics)
        }
        diagnostics.error(
            "the catalog lacks this file", at: SourcePosition(file: path, line: 1, column: 1))
        return nil
    }

    private func paths(in folder: String, ending: String) -> [String] {
        files.keys.filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(ending) }.sorted()
    }

    private mutating func documents(in folder: String) -> [SourceNode] {
        paths(in: folder, ending: ".yaml").flatMap { path in
            YAMLReader.documents(files[path] ?? [], file: path, &diagnostics)
        }
    }

    // MARK: Words

    private mutating func readObjects() {
        var reader = ObjectReader()
        for node in documents(in: "objects") { reader.read(node, &diagnostics) }
        types = ObjectTypes(
            schemas: reader.schemas, positions: reader.positions, &diagnostics)
    }

    private mutating func readConnectors() {
        let schemas = types.schemas.keys.sorted().compactMap { types.schemas[$0] }
        for path in paths(in: "connectors", ending: "/connector.yaml") {
            guard let node = YAMLReader.document(files[path] ?? [], file: path, &diagnostics),
                let definition = ConnectorDefinition.parse(node, &diagnostics)
            else { continue }
            definition.check(against: schemas, &diagnostics)
            let folder = path.split(separator: "/")[1]
            if folder != definition.name {
                diagnostics.error(
                    "the connector '\(definition.name)' lies in the folder '\(folder)'",
                    at: definition.position)
            }
            connectors.append(definition)
        }
    }

    private mutating func checkManifest() {
        manifest.check(
            roles: roles.keys.sorted(), connectors: connectors, &diagnostics)
    }

    /// Every canonical event that a connector makes is declared.
    private mutating func checkEvents() {
        for connector in connectors {
            connector.checkSequences(events, &diagnostics)
            for mapping in connector.events?.mappings ?? [] {
                guard let event = events[mapping.to] else {
                    diagnostics.error(
                        "unknown event '\(mapping.to)'", at: mapping.position,
                        hint: NearestName.hint(for: mapping.to, among: events.keys.sorted()))
                    continue
                }
                let told = mapping.data.map(\.name)
                for object in event.objects where !told.contains(object) {
                    diagnostics.error(
                        "an event '\(event.type)' always tells of its '\(object)'",
                        at: mapping.position)
                }
                for object in told where !(event.objects + event.optional).contains(object) {
                    diagnostics.error(
                        "an event '\(event.type)' tells of no '\(object)'", at: mapping.position,
                        hint: "declare it in events.yaml")
                }
            }
        }
    }

    private mutating func vocabulary() -> Vocabulary {
        var operations: [String: OperationDeclaration] = [:]
        var lookUps: [String: [LookUp]] = [:]
        for connector in connectors {
            for declaration in connector.declarations {
                operations[declaration.name] = declaration
            }
            lookUps[connector.name] = connector.lookUps
        }
        var models: [String: ModelDeclaration] = [:]
        if let bytes = files["models.yaml"],
            let node = YAMLReader.document(bytes, file: "models.yaml", &diagnostics)
        {
            models = VocabularyReader.models(node, operations: operations, &diagnostics)
        }
        let decisions = readDecisions()
        return Vocabulary(
            types: types, events: events, decisions: decisions, operations: operations,
            lookUps: lookUps, models: models, templates: readTemplates(operations),
            roles: roles.keys.sorted(), queues: queues.map(\.name),
            calendars: calendars.calendars.keys.sorted(), declassified: manifest.declassified,
            exceptions: exceptions?.keys.sorted())
    }

    private mutating func readTemplates(
        _ operations: [String: OperationDeclaration]
    ) -> [String: TemplateDeclaration] {
        var templates: [String: TemplateDeclaration] = [:]
        for node in documents(in: "templates") {
            guard
                let declaration = TemplateReader.declaration(node, types: types, &diagnostics)
            else { continue }
            let name = declaration.template.name
            if templates[name] != nil {
                diagnostics.error("the template '\(name)' is declared twice", at: node.position)
            }
            if operations[declaration.via]?.kind != .effect {
                diagnostics.error(
                    "'\(declaration.via)' is no effect", at: node.position,
                    hint: NearestName.hint(for: declaration.via, among: operations.keys.sorted()))
            }
            templates[name] = declaration
        }
        return templates
    }

    // MARK: What is said with them

    private mutating func readDecisions() -> [String: Decision] {
        var decisions: [String: Decision] = [:]
        for path in paths(in: "decisions", ending: "") where ModelFiles.isModel(path) {
            guard let graph = DecisionReader.graph(path, of: files, &diagnostics) else { continue }
            models.append((path, graph))
            for compiled in graph.decisions {
                if decisions[compiled.name] != nil {
                    diagnostics.error(
                        "the decision '\(compiled.name)' is declared twice",
                        at: SourcePosition(of: compiled, in: path))
                }
                decisions[compiled.name] = Decision(compiled)
            }
        }
        return decisions
    }

    private mutating func readPlaybooks(_ vocabulary: Vocabulary) -> [Playbook] {
        var byName: [String: Playbook] = [:]
        var seen: [String] = []
        var areRead = true
        let nodes = documents(in: "playbooks")
        var signatures: [String: PlaybookSignature] = [:]
        var effects: [(playbook: String, labels: [String: Labels])] = []
        for node in nodes {
            if let signature = PlaybookReader.signature(node, types, &diagnostics) {
                signatures[signature.name] = signature
            }
        }
        for node in nodes {
            var reader = PlaybookReader(vocabulary: vocabulary, signatures: signatures)
            let playbook = reader.read(node)
            diagnostics.add(reader.diagnostics.all)
            guard let playbook else {
                areRead = false
                continue
            }
            if byName[playbook.name] != nil {
                diagnostics.error(
                    "the playbook '\(playbook.name)' is declared twice", at: node.position)
            }
            byName[playbook.name] = playbook
            seen.append(playbook.name)
            effects.append((playbook.name, reader.effectLabels))
            if !manifest.playbooks.contains(where: { $0.name == playbook.name }) {
                diagnostics.error(
                    "the playbook '\(playbook.name)' has no place in catalog.yaml's order",
                    at: node.position)
            }
        }
        if !areRead { return [] }
        var playbooks: [Playbook] = []
        for entry in manifest.playbooks {
            if let playbook = byName[entry.name] {
                playbook.checkHistory(against: effects, &diagnostics)
                playbooks.append(playbook)
            } else {
                diagnostics.error(
                    "there is no playbook '\(entry.name)'", at: entry.position,
                    hint: NearestName.hint(for: entry.name, among: seen))
            }
        }
        return playbooks
    }
}
