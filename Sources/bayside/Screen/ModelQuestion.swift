import Glibc
import RelayKit
import Workbench

/// Asks a relay for its models and prices, as far as what is kept is too old.
struct ModelQuestion: Sendable {
  let client: RelayClient
  /// Asks whatever the age.
  var isForced = false
  /// Prices are worth a question only when somebody looks at them.
  var asksPrices = true

  /// Seconds for each answer where something waits to be sent.
  private static let patience = 15.0

  /// A relay whose pages do not come soon is not waited for.
  static func hurried(_ configuration: RelayConfiguration) -> RelayConfiguration {
    var hurried = configuration
    hurried.limits.totalSeconds = min(patience, configuration.limits.totalSeconds ?? .infinity)
    return hurried
  }

  struct Result: Sendable {
    var answers: RelayModelAnswers
    /// Whether anything new came, so that it is worth keeping.
    var isNew = false
    /// Why the list did not come; what was kept is in `answers`.
    var failure: RelayError?
    var notices: [String] = []
  }

  /// - Parameters:
  ///   - kept: what is kept for this very relay and key.
  ///   - now: seconds since 1970.
  func ask(_ kept: RelayModelAnswers, at now: Double = LocalClock.now) async -> Result {
    var result = Result(answers: kept)
    result.answers.endsPriceQuestion = asksPrices
    if isForced || kept.needsModels(at: now) {
      do {
        result.answers.models = try await client.models()
        result.answers.modelsAt = now
        result.isNew = true
      } catch {
        result.failure = error as? RelayError ?? RelayError(kind: .other, message: "\(error)")
        return result
      }
    }
    if asksPrices, isForced || kept.needsPrices(at: now) { await askPrices(&result, at: now) }
    return result
  }

  /// Prices are an extra: a page that fails for the moment is no failure, and is asked again the next time.
  private func askPrices(_ result: inout Result, at now: Double) async {
    do {
      let page = try await client.ask(PricingEndpoint())
      switch page {
      case .offered(let prices):
        result.answers.prices = prices
        result.answers.noPricesReason = nil
        if prices.skipped > 0 {
          result.notices.append("\(prices.skipped) rows of the relay's price page could not be read.")
        }
      case .notOffered(let reason):
        result.answers.prices = nil
        result.answers.noPricesReason = reason
      }
      // How much one unit of quota is, is asked only where there are prices in such units.
      if page.value != nil, let status = try? await client.ask(RelayStatusEndpoint()).value {
        result.answers.status = status
      }
      result.answers.pricesAt = now
      result.isNew = true
    } catch {
      let known = error as? RelayError
      result.notices.append(
        "The relay's price page did not answer\(known?.status.map { " (\($0))" } ?? "")"
          + (result.answers.prices == nil ? "." : "; the prices are those that were kept."))
    }
  }
}
