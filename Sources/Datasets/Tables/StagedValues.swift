/// A growing array that is written some hundreds of elements at a time.
///
/// What a row adds to each of many columns goes to a small block per column first. The array reserves what the
/// file is expected to need: memory that is reserved and never written takes no room, so too much does no harm,
/// and too little costs copies of single columns. The owner calls `deallocate`.
struct StagedValues<Element: BitwiseCopyable> {
    private var block: UnsafeMutablePointer<Element>?
    private var next: UnsafeMutablePointer<Element>?
    private var room = 0
    private var blockSize = 0
    private var array: [Element] = []
    private let expected: Int
    /// Blocks grow up to this size: a file may have a million columns and two rows.
    private static var largestBlock: Int { 1024 }

    /// No elements yet, and `expected` of them to come.
    init(expecting expected: Int) { self.expected = expected }

    /// Appends an element.
    @inline(__always)
    mutating func append(_ element: Element) {
        if room == 0 { makeRoom() }
        next.unsafelyUnwrapped.initialize(to: element)
        next = next.unsafelyUnwrapped + 1
        room &-= 1
    }

    @inline(never)
    private mutating func makeRoom() {
        if let block {
            if blockSize == Self.largestBlock, array.capacity < expected { array.reserveCapacity(expected) }
            array.append(contentsOf: UnsafeBufferPointer(start: block, count: blockSize))
        }
        if blockSize < Self.largestBlock {
            block?.deallocate()
            blockSize = max(16, 8 * blockSize)
            block = .allocate(capacity: blockSize)
        }
        next = block
        room = blockSize
    }

    /// All elements; none is left.
    mutating func take() -> [Element] {
        if let block {
            array.append(contentsOf: UnsafeBufferPointer(start: block, count: blockSize - room))
        }
        let result = array
        deallocate()
        return result
    }

    /// Frees everything; nothing is left.
    mutating func deallocate() {
        block?.deallocate()
        block = nil
        next = nil
        (room, blockSize) = (0, 0)
        array = []
    }
}
