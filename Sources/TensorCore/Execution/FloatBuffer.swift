/// A fixed block of floats, aligned to a cache line and padded to whole lines.
///
/// Sharing one between tasks is safe while nobody writes to it.
public final class FloatBuffer: @unchecked Sendable {
    /// How many floats.
    public let count: Int
    let base: UnsafeMutablePointer<Float>

    /// A block of zeros.
    public init(count: Int) {
        self.count = count
        let padded = max(16, (count + 15) / 16 * 16)
        let raw = UnsafeMutableRawPointer.allocate(byteCount: padded * 4, alignment: 64)
        base = raw.initializeMemory(as: Float.self, repeating: 0, count: padded)
    }

    /// A copy of values.
    public convenience init(_ values: [Float]) {
        self.init(count: values.count)
        self.values = values
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    /// All floats.
    public var values: [Float] {
        get { Array(UnsafeBufferPointer(start: base, count: count)) }
        set {
            precondition(newValue.count == count, "\(newValue.count) values for a buffer of \(count)")
            replace(with: newValue[...])
        }
    }

    /// Overwrites the first floats with `values` and the others with zeros.
    public func replace(with values: ArraySlice<Float>) {
        precondition(values.count <= count, "\(values.count) values for a buffer of \(count)")
        values.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { base.update(from: first, count: source.count) }
        }
        (base + values.count).update(repeating: 0, count: count - values.count)
    }

    /// One float.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }
}
