/// Shows how many of how many cells are done: a live line on a terminal, nothing otherwise.
public final class CountProgress {
    private let isLive: Bool
    private let write: (String) -> Void
    private var hasLine = false

    /// Progress that is shown only where it `isLive`; `write` gets the text.
    public init(isLive: Bool, write: @escaping (String) -> Void) {
        self.isLive = isLive
        self.write = write
    }

    /// So many of so many cells are done.
    public func show(done: Int, of total: Int) {
        guard isLive else { return }
        write("\r\u{1B}[K\(done)/\(total) cells")
        hasLine = true
    }

    /// Nothing more follows.
    public func end() {
        if hasLine { write("\r\u{1B}[K") }
        hasLine = false
    }
}
