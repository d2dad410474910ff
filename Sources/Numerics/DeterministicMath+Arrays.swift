import CTensorKernels

extension DeterministicMath {
    /// e^x of every element: the bits of `exp(_:)`, in about a third of the time.
    public static func exp(_ values: [Double]) -> [Double] {
        [Double](unsafeUninitializedCapacity: values.count) { output, count in
            values.withUnsafeBufferPointer { input in
                if let input = input.baseAddress, let output = output.baseAddress {
                    tk_exponentials(input, output, Int64(values.count))
                }
            }
            count = values.count
        }
    }
}
