public import ArgumentParser
public import LanguageModel
package import Workspace

extension ExportFormat: ExpressibleByArgument {}

extension Precision: ExpressibleByArgument {}
