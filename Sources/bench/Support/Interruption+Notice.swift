import Runner

extension Interruption {
    /// Listens to Ctrl-C for the rest of the process, and says on standard error what comes of it.
    func listenAndSay() {
        listen { isImmediate in
            Terminal.error(
                isImmediate
                    ? "\ngiving up the cells in flight\n" : "\ninterrupted: cells in flight finish first\n")
        }
    }
}
