import Primitives
import TensorCore
import Training

/// The residual branches of a model, block by block.
struct BranchSites {
    /// The names of each block's branches, in the order of the forward pass.
    let blocks: [(name: String, branches: [String])]

    /// Those among `sites`: a block's branches share what their names have before "branch".
    init(_ sites: [ActivationSite]) {
        var blocks: [(name: String, branches: [String])] = []
        for site in sites where site.kind == .branch {
            let name = site.name.split(separator: ".").prefix { $0 != "branch" }.joined(separator: ".")
            if blocks.last?.name == name {
                blocks[blocks.count - 1].branches.append(site.name)
            } else {
                blocks.append((name, [site.name]))
            }
        }
        self.blocks = blocks
    }

    /// The block and the place within it of the branch at `site`.
    func place(of site: ActivationSite) -> (block: Int, branch: Int) {
        for (block, entry) in blocks.enumerated() {
            if let branch = entry.branches.firstIndex(of: site.name) { return (block, branch) }
        }
        preconditionFailure("no branch \(site)")
    }

    /// The share of the way from the first to the last block that `block` stands at: l/L, l counted from 1.
    func depth(of block: Int) -> Float { Float(block + 1) / Float(blocks.count) }

    /// Why a method that needs blocks of `branches` branches cannot work; nil where it can.
    static func refusal(_ composition: Composition, _ suits: (Int) -> Bool, _ needed: String, remedy: String)
        -> Diagnostic?
    {
        let blocks = BranchSites(composition.sites).blocks
        guard blocks.isEmpty || !blocks.allSatisfy({ suits($0.branches.count) }) else { return nil }
        return Diagnostic(
            "the model \(composition.modelUse.id) as configured has no residual blocks of \(needed)",
            remedy: remedy)
    }
}
