import CTensorKernels

extension Plan: CustomStringConvertible {
    /// The plan in words, an instruction a line: what it does, extents, the bytes it moves, its operations.
    public var description: String {
        let bindings = bindings.map { "\($0.name) \(Self.bytes(Double($0.count)))" }.joined(separator: ", ")
        var lines = [
            "\(instructions.count) instructions, \(Self.whole(floatingPointOperations)) floating-point operations a step",
            "\(Self.bytes(Double(workingFloats))) of working memory: arena \(Self.bytes(Double(arenaCount))), "
                + "scratch \(Self.bytes(Double(scratchCount))), constants \(Self.bytes(Double(constants.count)))",
            "bound to \(bindings)",
        ]
        for (index, instruction) in instructions.enumerated() {
            let (moved, operations) = (floatsMoved(instruction), operations(instruction))
            var notes: [String] = []
            if moved > 0 { notes.append(Self.bytes(moved)) }
            if operations > 0 { notes.append("\(Self.whole(operations)) operations") }
            lines.append(
                "\(index): " + text(instruction)
                    + (notes.isEmpty ? "" : "  [\(notes.joined(separator: ", "))]"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func whole(_ count: Double) -> String { count < 0x1p53 ? "\(Int(count))" : "\(count)" }

    /// The size of so many floats, for a reader.
    private static func bytes(_ floats: Double) -> String {
        let bytes = 4 * floats
        if bytes < 10_240 { return "\(whole(bytes)) B" }
        if bytes < 10 * 1_048_576 { return "\(whole((bytes / 1024).rounded())) KiB" }
        return "\(whole((bytes / 1_048_576).rounded())) MiB"
    }

    /// Floats that an instruction reads and writes, where its extents tell.
    private func floatsMoved(_ x: tk_instruction) -> Double {
        let d = (Double(x.dim.0), Double(x.dim.1), Double(x.dim.2))
        switch tk_opcode(UInt32(x.opcode)) {
        case TK_ELEMENTWISE:
            let program = programs[Int(x.program)]
            return d.0 * Double(program.direct_count + program.result_count)
        case TK_MATMUL: return d.0 * d.1 + d.1 * d.2 + d.0 * d.2
        case TK_SUM_ROWS, TK_SUM_COLUMNS, TK_MAX_ROWS, TK_MAX_COLUMNS: return d.0 * d.1
        case TK_TRANSPOSE, TK_GATHER_ROWS: return 2 * d.0 * d.1
        case TK_COPY: return 2 * d.0
        case TK_ZERO, TK_UNIFORM, TK_NORMAL: return d.0
        default: return 0
        }
    }

    /// Floating-point operations of one step: two for each multiply-add of a matrix product, one for each operation
    /// of a fused program on an element.
    ///
    /// Exact below 2⁵³; in Double, because a model that no machine can hold may have more than 2⁶³.
    public var floatingPointOperations: Double {
        instructions.reduce(0) { $0 + operations($1) }
    }

    /// Multiply-adds of the matrix products of one step: what costs in passes are counted in.
    public var multiplyAdds: Double {
        instructions.lazy.filter {
            [TK_MATMUL, TK_BATCHED_MATMUL].contains(tk_opcode(UInt32($0.opcode)))
        }.reduce(0) { $0 + operations($1) / 2 }
    }

    /// Floats that an execution allocates: the arena, scratch for kernels, constants.
    public var workingFloats: Int { arenaCount + scratchCount + constants.count }

    private func operations(_ instruction: tk_instruction) -> Double {
        let d = (Double(instruction.dim.0), Double(instruction.dim.1), Double(instruction.dim.2))
        switch tk_opcode(UInt32(instruction.opcode)) {
        case TK_ELEMENTWISE: return d.0 * Double(programs[Int(instruction.program)].op_count)
        case TK_MATMUL: return 2 * d.0 * d.1 * d.2
        case TK_SUM_ROWS, TK_SUM_COLUMNS, TK_MAX_ROWS, TK_MAX_COLUMNS, TK_SCATTER_ADD_ROWS: return d.0 * d.1
        case TK_SUM_MIDDLE, TK_MAX_MIDDLE: return d.0 * d.1 * d.2
        case TK_BATCHED_MATMUL: return 2 * d.0 * d.1 * d.2 * Double(extents[Int(instruction.extents)])
        case TK_FOLD_PATCHES, TK_SUM_WINDOWS, TK_SPREAD_WINDOWS, TK_WINDOW_ARGUMENT:
            // A floating-point operation for every position of the window at every place and channel.
            return [0, 3, 4, 5, 6, 7].map { Double(extents[Int(instruction.extents) + $0]) }.reduce(1, *)
        case TK_WINDOW_SCATTER:
            return [0, 3, 4, 5].map { Double(extents[Int(instruction.extents) + $0]) }.reduce(1, *)
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
        case TK_TRACE: return "\(out)[\(d1)] <- trace \(a)"
        case TK_PERMUTE: return "\(out) <- permute \(a)  \(loopText(x))"
        case TK_REPEAT: return "\(out) <- repeat \(a)  \(d0)x(\(d1))x\(d2)"
        case TK_SUM_MIDDLE: return "\(out) <- sum over the middle of \(a)  \(d0)x\(d1)x\(d2)"
        case TK_MAX_MIDDLE: return "\(out) <- maximum over the middle of \(a)  \(d0)x\(d1)x\(d2)"
        case TK_SLICE_ROWS: return "\(out) <- slice rows of \(a)  \(d0)x\(d1) of \(d2)"
        case TK_PAD_ROWS: return "\(out) <- pad rows of \(a)  \(d0)x\(d2) to \(d1)"
        case TK_CONCATENATE_ROWS: return "\(out) <- concatenate \(a) \(b)  \(d0)x(\(d1)+\(d2))"
        case TK_BATCHED_MATMUL:
            let kind = (x.flags & 1 != 0 ? "T" : "N") + (x.flags & 2 != 0 ? "T" : "N")
            let batch = extents[Int(x.extents)]
            return "\(out) <- matmul \(kind) \(a) \(b)  batch=\(batch) m=\(d0) n=\(d1) k=\(d2)"
        case TK_EXTRACT_PATCHES: return "\(out) <- patches of \(a)  \(windowText(x))"
        case TK_FOLD_PATCHES: return "\(out) <- fold patches \(a)  \(windowText(x))"
        case TK_SUM_WINDOWS: return "\(out) <- sum of windows of \(a)  \(windowText(x))"
        case TK_SPREAD_WINDOWS: return "\(out) <- spread \(a) over windows  \(windowText(x))"
        case TK_WINDOW_ARGUMENT: return "\(out) <- largest in windows of \(a)  \(windowText(x))"
        case TK_WINDOW_SELECT: return "\(out) <- elements \(b) of windows of \(a)  \(windowText(x))"
        case TK_WINDOW_SCATTER: return "\(out) <- add \(a) at \(b) of windows  \(windowText(x))"
        case TK_RANK_INDEX: return "\(out) <- column of rank \(b) in rows of \(a)  \(d0)x\(d1)"
        case TK_GATHER_ELEMENTS: return "\(out) <- elements \(b) of rows of \(a)  \(d0)x\(d1)"
        case TK_SCATTER_ELEMENTS: return "\(out) <- \(a) at elements \(b) of rows  \(d0)x\(d1)"
        case TK_NORMAL: return "\(out) <- normal \(streamNames[Int(x.stream)])  \(d0)"
        default: preconditionFailure("an instruction without a description: \(x.opcode)")
        }
    }

    /// The loops of a permutation: counts, outermost first.
    private func loopText(_ x: tk_instruction) -> String {
        let first = Int(x.extents)
        return (0..<Int(extents[first])).map { "\(extents[first + 1 + 3 * $0])" }.joined(separator: "x")
    }

    private func windowText(_ x: tk_instruction) -> String {
        let e = extents[Int(x.extents)..<Int(x.extents) + 14].map { Int($0) }
        return "\(Shape(Array(e[0..<4]))) window \(e[6])x\(e[7]) stride \(e[8])x\(e[9]) to \(e[4])x\(e[5])"
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
        let first = Int(program.first_result)
        let results = self.results[first..<first + Int(program.result_count)]
        let sums = self.results.dropFirst(first + Int(program.result_count)).prefix(Int(program.sum_count))
        let operands = self.operands[
            Int(program.first_operand)..<Int(program.first_operand + program.operand_count)]
        let written = (results.map(place) + sums.map { place($0) + " (sum)" }).joined(separator: ", ")
        let read = operands.map { operand -> String in
            switch tk_operand_kind(UInt32(operand.kind)) {
            case TK_OPERAND_DIRECT: return place(operand.slot)
            case TK_OPERAND_SCALAR: return place(operand.slot) + "[scalar]"
            case TK_OPERAND_RUNS: return "constant runs"
            default: return place(operand.slot) + "[/\(operand.repeat) %\(operand.period)]"
            }
        }.joined(separator: ", ")
        let names = ops[Int(program.first_op)..<Int(program.first_op + program.op_count)]
            .map { Self.operationNames[Int($0.opcode) / 32] }.joined(separator: " ")
        return "\(written) <- fused (\(names)) of \(read)  \(count)"
    }

    /// In the order of `tk_ew_opcode`.
    private static let operationNames = [
        "copy", "add", "subtract", "multiply", "divide", "negate", "absolute", "sqrt", "exp", "log", "tanh",
        "erf",
        "maximum", "minimum", "greater", "equal", "select", "flush", "multiply-add", "multiply-subtract",
        "subtract-product", "square", "log1p", "sigmoid", "sin", "cos", "power", "sum",
    ]
}
