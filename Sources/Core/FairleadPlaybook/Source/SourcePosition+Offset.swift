extension SourcePosition {
    /// The place so many lines and columns further on, counted in the text that begins here. Each
    /// line of a literal block begins in the same column, so only the column of a place in the
    /// first line and that of any other are the same sum.
    public func moved(lines: Int, columns: Int) -> SourcePosition {
        SourcePosition(file: file, line: line + lines, column: column + columns)
    }
}
