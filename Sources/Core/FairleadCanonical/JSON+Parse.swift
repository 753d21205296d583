extension JSON {
    /// Reads one JSON document, strictly by RFC 8259: valid UTF-8 without a byte order mark, no
    /// lone surrogates, no name twice in an object, nothing after the end, within the limits.
    ///
    /// Names that are canonically equivalent in Unicode count as the same name.
    public static func parse(
        _ bytes: some Collection<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        let contiguous = bytes.withContiguousStorageIfAvailable { read($0, limits) }
        if let contiguous { return try contiguous.get() }
        return try Array(bytes).withUnsafeBufferPointer { read($0, limits) }.get()
    }

    /// Reads one JSON document from memory that somebody else owns.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        try bytes.withMemoryRebound(to: UInt8.self) { read($0, limits) }.get()
    }

    /// Reads one JSON document from text.
    public static func parse(
        _ text: String, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSON {
        var text = text
        return try text.withUTF8 { read($0, limits) }.get()
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits
    ) -> Result<JSON, JSONError> {
        guard bytes.count <= limits.documentBytesMax else {
            return .failure(
                JSONError(.limitDocumentBytes, at: limits.documentBytesMax, in: bytes))
        }
        var parser = JSONParser(bytes, limits)
        do {
            return .success(try parser.document())
        } catch {
            return .failure(JSONError(error.code, at: error.offset, in: bytes))
        }
    }
}
