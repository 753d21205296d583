import FairleadCanonical

// What every system does with its documents.
extension SystemState {
    /// Reads one document of a kind.
    static func read(
        _ path: String, _ name: String, _ documents: @escaping @Sendable (Self) -> Documents
    ) -> Route<Self> {
        Route("GET", "/\(path)/:id", "\(system.rawValue).\(name)") {
            (state, call) throws(Refusal) in
            Answer(try documents(state).required(call.parameter("id"), name))
        }
    }

    /// Lists the documents of a kind that have what the query says of these fields.
    ///
    /// - Parameter name: What the operation is called, where that is not the path.
    static func list(
        _ path: String, _ name: String? = nil, by fields: [String],
        _ documents: @escaping @Sendable (Self) -> Documents
    ) -> Route<Self> {
        Route("GET", "/\(path)", "\(system.rawValue).\(name ?? path)") {
            (state, call) throws(Refusal) in
            let found = documents(state).all().filter { document in
                fields.allSatisfy { field in
                    call.fields[field].map { document.plain(field) == $0 } ?? true
                }
            }
            return try Listing.page(found, call)
        }
    }
}
