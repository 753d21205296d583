/// First in, first out; the first is taken without moving the others.
struct Line<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        // What was taken is let go of.
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1_024, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}

/// A line in which each stands once.
struct WaitingLine<Element: Hashable> {
    private var line = Line<Element>()
    private var known: Set<Element> = []

    var isEmpty: Bool { line.isEmpty }

    mutating func appendIfNew(_ element: Element) {
        if known.insert(element).inserted { line.append(element) }
    }

    mutating func popFirst() -> Element? {
        guard let element = line.popFirst() else { return nil }
        known.remove(element)
        return element
    }
}
