/// Memory that an index looks things up in, until this goes.
final class IndexMemory {
    private var releases: [() -> Void] = []

    /// Copies an array to where it stays.
    func keep<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
        let block = UnsafeMutablePointer<Element>.allocate(capacity: max(1, array.count))
        block.initialize(from: array, count: array.count)
        releases.append {
            block.deinitialize(count: array.count)
            block.deallocate()
        }
        return block
    }

    deinit { for release in releases { release() } }
}
