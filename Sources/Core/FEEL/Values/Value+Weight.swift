extension Value {
    /// How many steps it takes to walk the value: one for each item and entry, however deep, and
    /// for each 16 bytes of text. Counted no further than a limit, for parts may be shared: a list
    /// that holds another twice, and so on, is small in memory and yet without end to a walker.
    func weight(upTo limit: Int) -> Int {
        var rest = limit
        weigh(&rest)
        return limit - rest
    }

    private func weigh(_ rest: inout Int) {
        guard rest >= 0 else { return }
        switch self {
        case .list(let items):
            rest -= items.count
            for item in items where rest >= 0 { item.weigh(&rest) }
        case .context(let context):
            rest -= context.count
            for entry in context.entries where rest >= 0 { entry.value.weigh(&rest) }
        case .string(let text): rest -= text.utf8.count / 16
        case .range(let range):
            rest -= 1
            range.low?.weigh(&rest)
            range.high?.weigh(&rest)
        default: return
        }
    }
}
