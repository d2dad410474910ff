import CTensorKernels

extension Plan: CustomStringConvertible {
    /// The plan in words, an instruction a line: what it does, extents, floats read and written, operations.
    public var description: String {
        var lines = [
            "\(instructions.count) instructions, \(arenaCount) floats of arena, \(constants.count) of constants, "
                + "\(floatingPointOperations) floating-point operations a step"
        ]
        for (index, instruction) in instructions.enumerated() {
            lines.append("\(index): " + text(instruction))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Floating-point operations of one step, a fused multiply-add counted as two, a function as one.
    public var floatingPointOperations: Int {
        instructions.reduce(0) { $0 + operations($1) }
    }

    private func operations(_ instruction: tk_instruction) -> Int {
        let d = (Int(instruction.dim.0), Int(instruction.dim.1), Int(instruction.dim.2))
        switch tk_opcode(UInt32(instruction.opcode)) {
        case TK_ELEMENTWISE: return d.0 * Int(programs[Int(instruction.program)].op_count)
        case TK_MATMUL: return 2 * d.0 * d.1 * d.2
        case TK_SUM_ROWS, TK_SUM_COLUMNS, TK_MAX_ROWS, TK_MAX_COLUMNS, TK_SCATTER_ADD_ROWS: return d.0 * d.1
        default: return 0
        }
    }

    private func text(_ x: tk_instruction) -> String {
        let (d0, d1, d2) = (x.dim.0, x.dim.1, x.dim.2)
        let (out, a, b) = (place(x.slot.0), place(x.slot.1), place(x.slot.2))
        switch tk_opcode(UInt32(x.opcode)) {
        case TK_ELEMENTWISE: return programText(programs[Int(x.program)], count: d0)
        case TK_MATMUL:
            let kind = (x.flags & 1 != 0 ? "T" : "N") + (x.flags & 2 != 0 ? "T" : "N")
            return "\(out) <- matmul \(kind) \(a) \(b)  m=\(d0) n=\(d1) k=\(d2)"
        case TK_SUM_ROWS: return "\(out) <- sum of rows of \(a)  \(d0)x\(d1)"
        case TK_SUM_COLUMNS: return "\(out) <- sum of columns of \(a)  \(d0)x\(d1)"
        case TK_MAX_ROWS: return "\(out) <- maximum of rows of \(a)  \(d0)x\(d1)"
        case TK_MAX_COLUMNS: return "\(out) <- maximum of columns of \(a)  \(d0)x\(d1)"
        case TK_TRANSPOSE: return "\(out) <- transpose \(a)  \(d0)x\(d1)"
        case TK_GATHER_ROWS: return "\(out) <- rows \(b) of \(a)  \(d0)x\(d1)"
        case TK_SCATTER_ADD_ROWS: return "\(out) <- add rows of \(a) at \(b)  \(d0)x\(d1) into \(d2)"
        case TK_COPY: return "\(out) <- copy \(a)  \(d0)"
        case TK_ZERO: return "\(out) <- zero  \(d0)"
        case TK_UNIFORM: return "\(out) <- uniform \(streamNames[Int(x.stream)])  \(d0)"
        case TK_BETA: return "\(out) <- beta \(a) \(streamNames[Int(x.stream)])  \(d0)"
        case TK_PERMUTATION: return "\(out) <- permutation \(streamNames[Int(x.stream)])  \(d0)"
        case TK_TABLE_ROW: return "\(out) <- row of \(a)  \(d0)"
        default: return "\(out)[\(d1)] <- trace \(a)"
        }
    }

    private func place(_ slot: Int32) -> String {
        let place = slots[Int(slot)]
        let offset = place.offset == 0 ? "" : "+\(place.offset)"
        switch place.buffer {
        case Self.arena: return "@\(place.offset)"
        case Self.constantBuffer: return "constants\(offset)"
        default: return "\(bindings[Int(place.buffer - Self.firstBinding)].name)\(offset)"
        }
    }

    private func programText(_ program: tk_program, count: Int64) -> String {
        let results = self.results[
            Int(program.first_result)..<Int(program.first_result + program.result_count)]
        let operands = self.operands[
            Int(program.first_operand)..<Int(program.first_operand + program.operand_count)]
        let written = results.map { place($0.slot) }.joined(separator: ", ")
        let read = operands.map { operand in
            let pattern = operand.direct != 0 ? "" : "[/\(operand.repeat) %\(operand.period)]"
            return place(operand.slot) + pattern
        }.joined(separator: ", ")
        let names = ops[Int(program.first_op)..<Int(program.first_op + program.op_count)]
            .map { Self.operationNames[Int($0.opcode)] }.joined(separator: " ")
        return "\(written) <- fused (\(names)) of \(read)  \(count)"
    }

    /// In the order of `tk_ew_opcode`.
    private static let operationNames = [
        "copy", "add", "subtract", "multiply", "divide", "negate", "absolute", "sqrt", "exp", "log", "tanh",
        "erf",
        "maximum", "minimum", "greater", "equal", "select", "flush", "multiply-add", "multiply-subtract",
        "subtract-product", "square", "log1p", "sigmoid", "sin", "cos", "power",
    ]
}
