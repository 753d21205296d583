/// Lines that take turns by weight: of what waits in several, each gets its share, however long
/// another is (deficit round robin: M. Shreedhar and G. Varghese, 1996).
///
/// While lines of a total weight W wait, the first of a line of weight w leaves after at most
/// W - w of the others, and the n-th after at most n / w rounds of W.
struct FairLine<Flow: Hashable, Element> {
    private struct Waiting {
        var line = Line<Element>()
        var weight = 1
        /// How many more may leave before it is another's turn.
        var credit = 0
    }

    private var flows: [Flow: Waiting] = [:]
    /// Those that wait for their turn.
    private var order = Line<Flow>()
    private var current: Flow?
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    func count(of flow: Flow) -> Int { flows[flow]?.line.count ?? 0 }

    /// The weight that is named last counts, from the flow's next turn on.
    mutating func append(_ element: Element, to flow: Flow, weight: Int = 1) {
        if flows[flow] == nil {
            flows[flow] = Waiting()
            order.append(flow)
        }
        flows[flow]?.weight = max(1, weight)
        flows[flow]?.line.append(element)
        count += 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0, let flow = turn() else { return nil }
        guard let element = flows[flow]?.line.popFirst() else { return nil }
        count -= 1
        flows[flow]?.credit -= 1
        if flows[flow]?.line.isEmpty == true {
            flows[flow] = nil
            current = nil
        } else if flows[flow]?.credit == 0 {
            order.append(flow)
            current = nil
        }
        return element
    }

    private mutating func turn() -> Flow? {
        if let current { return current }
        guard let next = order.popFirst() else { return nil }
        let weight = flows[next]?.weight ?? 1
        flows[next]?.credit = weight
        current = next
        return next
    }
}

/// Lines that take turns by weight, and in which each element stands once.
struct FairWaitingLine<Flow: Hashable, Element: Hashable> {
    private var line = FairLine<Flow, Element>()
    private var known: Set<Element> = []

    var isEmpty: Bool { line.isEmpty }
    var count: Int { line.count }

    /// True where it did not stand there already.
    @discardableResult
    mutating func appendIfNew(_ element: Element, to flow: Flow, weight: Int = 1) -> Bool {
        guard known.insert(element).inserted else { return false }
        line.append(element, to: flow, weight: weight)
        return true
    }

    mutating func popFirst() -> Element? {
        guard let element = line.popFirst() else { return nil }
        known.remove(element)
        return element
    }
}
