public import ArgumentParser
public import LanguageModel
public import Statistics
package import Workspace

extension ExportFormat: ExpressibleByArgument {}

extension Precision: ExpressibleByArgument {}

extension TieModel: ExpressibleByArgument {}

extension RankCorrection: ExpressibleByArgument {}
