import Dispatch
import Synchronization

/// Work on independent elements, spread over the processor's cores.
public enum Parallel {
    /// Elements below which the hand-over costs more than it brings.
    private static let elementsMin = 2

    /// The results in the order of the elements, whichever was done first.
    public static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element], _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        guard elements.count >= elementsMin else { return elements.map(transform) }
        let results = Mutex([Result?](repeating: nil, count: elements.count))
        withoutActuallyEscaping(transform) { transform in
            DispatchQueue.concurrentPerform(iterations: elements.count) { index in
                let result = transform(elements[index])
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
