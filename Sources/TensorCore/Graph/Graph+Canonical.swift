import CTensorKernels

extension Graph {
    /// A node of equal bits that is cheaper than `operation` on `inputs`; nil where there is none.
    ///
    /// Only identities that hold for every float, NaN and zeros included, apart from the sign of a NaN.
    func canonical(_ operation: some Operation, _ inputs: [Tensor]) -> Tensor? {
        guard let operation = operation as? any ElementwiseOperation, !(operation is Identity) else {
            return nil
        }
        return folded(operation, inputs) ?? hoisted(operation, inputs) ?? withoutNegation(operation, inputs)
    }

    /// The constant that an operation on constant scalars gives.
    ///
    /// Rounding the result of one operation in double to single precision is the correct rounding for these
    /// (Figueroa 1995, "When is double rounding innocuous?"), hence what the kernels compute.
    private func folded(_ operation: any ElementwiseOperation, _ inputs: [Tensor]) -> Tensor? {
        let exact: [tk_ew_opcode] = [
            TK_EW_ADD, TK_EW_SUBTRACT, TK_EW_MULTIPLY, TK_EW_DIVIDE, TK_EW_NEGATE, TK_EW_ABSOLUTE,
            TK_EW_SQUARE_ROOT, TK_EW_SQUARE, TK_EW_GREATER, TK_EW_EQUAL, TK_EW_SELECT, TK_EW_FLUSH,
        ]
        guard exact.contains(operation.opcode) else { return nil }
        var values = [0.0, 0.0, 0.0]
        for (index, input) in inputs.enumerated() {
            guard let constant = input.operation as? Constant, constant.bits.count == 1 else { return nil }
            values[index] = Double(constant.values[0])
        }
        let result = Float(operation.element(values[0], values[1], values[2]))
        guard result.isFinite, result == 0 || result.magnitude >= Float.leastNormalMagnitude else {
            return nil
        }
        return constant([result], inputs[0].shape)
    }

    /// An operation on scalars that were all repeated is done once, and its result repeated.
    private func hoisted(_ operation: any ElementwiseOperation, _ inputs: [Tensor]) -> Tensor? {
        guard let shape = inputs.first?.shape, shape.count > 1 else { return nil }
        var scalars: [Tensor] = []
        for input in inputs {
            guard input.operation is Broadcast, input.inputs[0].shape.count == 1 else { return nil }
            scalars.append(input.inputs[0].reshaped([]))
        }
        return tensor(operation, scalars).broadcast(to: shape)
    }

    /// a + (−b) = a − b, a − (−b) = a + b, and −(s·x) = (−s)·x for a repeated scalar s.
    private func withoutNegation(_ operation: any ElementwiseOperation, _ inputs: [Tensor]) -> Tensor? {
        func negated(_ tensor: Tensor) -> Tensor? { tensor.operation is Negate ? tensor.inputs[0] : nil }
        switch operation.opcode {
        case TK_EW_ADD:
            if let b = negated(inputs[1]) { return tensor(Subtract(), [inputs[0], b]) }
            if let a = negated(inputs[0]) { return tensor(Subtract(), [inputs[1], a]) }
        case TK_EW_SUBTRACT:
            if let b = negated(inputs[1]) { return tensor(Add(), [inputs[0], b]) }
        case TK_EW_NEGATE:
            if let a = negated(inputs[0]) { return a }
            guard inputs[0].operation is Multiply, inputs[0].shape.count > 1 else { return nil }
            let factors = inputs[0].inputs
            for side in 0..<2
            where factors[side].operation is Broadcast && factors[side].inputs[0].shape.count == 1 {
                return tensor(Multiply(), [tensor(Negate(), [factors[side]]), factors[1 - side]])
            }
        default: break
        }
        return nil
    }
}
