/// What a cell may use where nothing else is said.
enum MemoryLimit {
    /// Bytes per cell; nil for no limit.
    static func perCell(_ options: DispatchOptions) -> Int? {
        guard let memory = options.memory else {
            return Int(max(0, MemoryEstimate.available(jobs: options.jobs)))
        }
        return memory == .max ? nil : memory
    }
}
