import Foundation

/// Python's `decimal`, an implementation of IEEE 754-2008 by other hands, as the judge of ours.
enum DecimalOracle {
    /// Lines of operation, two operands and the result, each number as digits, "e", exponent;
    /// `nil` where there is no python3 here.
    static func cases(count: Int, seed: Int) throws -> [Substring]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, String(count), String(seed)]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        // 127: there is no such program.
        guard process.terminationStatus != 127 else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    private static let script = """
        import random, sys
        from decimal import *
        ours = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
        fine = Context(prec=70, Emin=-999999, Emax=999999, traps=[])
        wide = Context(prec=13000, Emin=-999999, Emax=999999, traps=[])
        setcontext(ours)
        random.seed(int(sys.argv[2]))
        modes = [ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP, ROUND_DOWN,
                 ROUND_FLOOR, ROUND_CEILING]

        def number(spread=None):
            if random.random() < .2: return Decimal(random.randint(-1000, 1000))
            n = random.choice([1, 2, 3, 5, 9, 17, 18, 19, 20, 30, 33, 34])
            c = random.randint(0, 10 ** n - 1)
            if random.random() < .15: c = 10 ** n - 1
            if random.random() < .15: c = 5 * 10 ** (n - 1)
            r = random.random()
            e = random.choice([0, -1, -2, -34])
            if spread: e = random.randint(-n - spread, spread - n)
            elif r < .7: e = random.randint(-40, 40)
            elif r < .85: e = random.randint(-6176, 6111)
            return ours.create_decimal(Decimal((random.randint(0, 1), tuple(map(int, str(c))), e)))

        def text(d):
            if not d.is_finite(): return 'nil'
            sign = '-' if d.is_signed() and d != 0 else ''
            return sign + ''.join(map(str, d.as_tuple().digits)) + 'e' + str(d.as_tuple().exponent)

        def result(op, a, b):
            if op == 'add': return ours.add(a, b)
            if op == 'sub': return ours.subtract(a, b)
            if op == 'mul': return ours.multiply(a, b)
            if op == 'div': return ours.divide(a, b)
            if op == 'cmp': return ours.compare(a, b)
            if op == 'sqrt': return ours.sqrt(a)
            if op == 'exp': return fine.exp(a)
            if op == 'ln': return fine.ln(a)
            if op == 'pow': return fine.power(a, b)
            if op == 'mod':
                if b == 0 or abs(a.as_tuple().exponent - b.as_tuple().exponent) > 3000: return None
                rest = wide.remainder(a, b)
                if rest != 0 and (rest < 0) != (b < 0): rest = wide.add(rest, b)
                return ours.create_decimal(rest)

        names = ['add', 'sub', 'mul', 'div', 'cmp', 'mod', 'sqrt', 'q', 'read', 'text']
        for i in range(int(sys.argv[1])):
            op = random.choice(names) if i % 20 else random.choice(['exp', 'ln', 'pow'])
            a, b = number(), number()
            if op == 'exp': a = number(4)
            if op == 'ln': a = abs(a if random.random() < .5 else number(2))
            if op == 'ln' and random.random() < .2: a = ours.add(1, ours.create_decimal(number(0)))
            if op == 'pow':
                a, b = number(3), number(3)
                if random.random() < .5: b = Decimal(random.randint(-300, 300))
                elif a < 0: a = -a
                if a == 0: continue
            if random.random() < .1 and op not in ('exp', 'ln', 'pow'):
                b = a.copy_negate() if random.random() < .5 else a
            if op == 'read':
                s = str(random.randint(1, 10 ** random.randint(30, 45)))
                p = random.randint(1, len(s) - 1)
                s = s[:p] + '.' + s[p:]
                print(op, s, '0', text(ours.create_decimal(s)))
                continue
            if not a.is_finite() or not b.is_finite(): continue
            if op == 'text':
                if a == 0 or abs(a.as_tuple().exponent) > 99: continue
                print(op, text(a), '0', format(a, 'f'))
                continue
            if op == 'q':
                if abs(a.as_tuple().exponent) > 60: continue
                b = Decimal(random.randint(-5, 12))
                mode = random.choice(modes)
                unit = Decimal((0, (1,), -int(b)))
                r = ours.create_decimal(a.quantize(unit, mode, Context(prec=200)))
                print('q' + mode[6:], text(a), text(b), text(r))
                continue
            r = result(op, a, b)
            if r is None: continue
            if op in ('exp', 'ln', 'pow'): r = ours.create_decimal(r)
            print(op, text(a), text(b), text(r))
        """
}
