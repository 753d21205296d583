import FairleadPlaybook

/// One level of a plan as BPMN draws it: what comes after what is spelled out in gateways, with a
/// start and an end.
struct FlowGraph {
    enum Shape {
        case start(event: String?)
        case end
        /// A gateway: its BPMN element.
        case gateway(String)
        case step(PlaybookOutline.Step)
        case stage(PlaybookOutline.Stage, FlowGraph)
    }

    struct Node {
        let id: String
        let name: String
        let shape: Shape
    }

    struct Edge {
        let id: String
        let from: String
        let to: String
        /// The condition under which it is taken; nil: always, or where no other is.
        let condition: String?
        /// Whether it is taken where no other is.
        let isDefault: Bool
    }

    private(set) var nodes: [Node] = []
    private(set) var edges: [Edge] = []
    private let prefix: String

    /// The stages of a playbook, each with its own level within.
    init(_ outline: PlaybookOutline) {
        prefix = "flow"
        let items = outline.stages.map { stage in
            let inner = FlowGraph(stage)
            let node = Node(
                id: "stage_\(stage.name)", name: stage.name, shape: .stage(stage, inner))
            return Item(
                name: stage.name, node: node, after: stage.after, isAfterAny: false,
                condition: nil)
        }
        let starts = outline.starts.enumerated().map { index, start in
            Node(
                id: "\(prefix)_start\(index)", name: start.event,
                shape: .start(event: start.event))
        }
        build(items, starts: starts)
    }

    /// The steps of a stage.
    private init(_ stage: PlaybookOutline.Stage) {
        prefix = "in_\(stage.name)"
        let own = Set(stage.steps.map(\.id))
        let items = stage.steps.map { step in
            Item(
                name: step.id,
                node: Node(
                    id: "step_\(step.id)", name: "\(step.id): \(step.subject)",
                    shape: .step(step)),
                // A flow cannot cross the border of a sub-process.
                after: step.after.filter(own.contains), isAfterAny: step.isAfterAny,
                condition: step.condition)
        }
        build(
            items,
            starts: [Node(id: "\(prefix)_start", name: "", shape: .start(event: nil))])
    }

    // MARK: Building

    private struct Item {
        let name: String
        let node: Node
        let after: [String]
        let isAfterAny: Bool
        let condition: String?
    }

    private mutating func build(_ items: [Item], starts: [Node]) {
        nodes += starts
        var source = starts.first?.id ?? ""
        if starts.count > 1 {
            source = gateway("exclusiveGateway", "begin", "")
            for start in starts { connect(start.id, source) }
        }
        // Where the flow leaves each item; several leave by a fork.
        var exits: [String: String] = [:]
        var followers: [String: Int] = [:]
        for item in items {
            for before in item.after { followers[before, default: 0] += 1 }
        }
        let first = items.filter(\.after.isEmpty)
        if first.count > 1 {
            let fork = gateway("parallelGateway", "fork", "")
            connect(source, fork)
            source = fork
        }
        var entrances: [(item: Item, node: String)] = []
        for item in items {
            let (entrance, exit) = add(item)
            entrances.append((item, entrance))
            exits[item.name] = exit
            guard followers[item.name, default: 0] > 1 else { continue }
            let fork = gateway("parallelGateway", "\(item.name)_fork", "")
            connect(exit, fork)
            exits[item.name] = fork
        }
        for (item, entrance) in entrances {
            if item.after.isEmpty { connect(source, entrance) }
            for before in item.after { connect(exits[before] ?? source, entrance) }
        }
        finish(items.filter { followers[$0.name] == nil }.compactMap { exits[$0.name] }, source)
    }

    /// An item with the gateways before and behind it; its first and its last node.
    private mutating func add(_ item: Item) -> (entrance: String, exit: String) {
        var entrance = item.node.id
        var exit = item.node.id
        nodes.append(item.node)
        if let condition = item.condition {
            let choice = gateway("exclusiveGateway", "\(item.name)_when", "\(item.name)?")
            let merge = gateway("exclusiveGateway", "\(item.name)_skipped", "")
            connect(choice, item.node.id, condition: condition)
            connect(choice, merge, isDefault: true)
            connect(item.node.id, merge)
            (entrance, exit) = (choice, merge)
        }
        if item.after.count > 1 {
            let join =
                item.isAfterAny
                ? gateway("inclusiveGateway", "\(item.name)_any", "any of")
                : gateway("parallelGateway", "\(item.name)_join", "")
            connect(join, entrance)
            entrance = join
        }
        return (entrance, exit)
    }

    private mutating func finish(_ last: [String], _ source: String) {
        let end = "\(prefix)_end"
        nodes.append(Node(id: end, name: "", shape: .end))
        guard last.count > 1 else { return connect(last.first ?? source, end) }
        let join = gateway("parallelGateway", "join", "")
        for node in last { connect(node, join) }
        connect(join, end)
    }

    private mutating func gateway(_ element: String, _ name: String, _ label: String) -> String {
        let id = "\(prefix)_\(name)"
        nodes.append(Node(id: id, name: label, shape: .gateway(element)))
        return id
    }

    private mutating func connect(
        _ from: String, _ to: String, condition: String? = nil, isDefault: Bool = false
    ) {
        edges.append(
            Edge(
                id: "\(prefix)_\(edges.count)", from: from, to: to, condition: condition,
                isDefault: isDefault))
    }
}
