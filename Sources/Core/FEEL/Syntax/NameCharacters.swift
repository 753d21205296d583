// The characters of names and white space, by DMN 1.5, grammar rules 28, 29 and 61; letters that
// Unicode has added since count too.

func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
        return scalar == "_" || ((scalar.value | 0x20) >= 97 && (scalar.value | 0x20) <= 122)
    }
    return scalar.properties.isAlphabetic
        || (CharacterRanges.nameStart.contains { $0.contains(scalar.value) } && !isBlank(scalar))
}

func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    isNameStart(scalar) || (scalar.value >= 48 && scalar.value <= 57)
        || (!scalar.isASCII
            && (scalar.properties.isXIDContinue || scalar.value == 0xB7 || scalar.value == 0x203F
                || scalar.value == 0x2040))
}

func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace
        || [0x180E, 0x200B, 0xFEFF].contains(scalar.value)
}
