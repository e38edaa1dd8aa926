import Glibc
import Playground
import RelayKit
import Workbench

/// Asks relays about money for the screen, beside the loop and only when told to. Answers go to the inbox.
struct ReceiptDesk: Sendable {
  let inbox: Inbox
  let environment: ProcessEnvironment
  /// `nil` where nothing is noted: receipts are shown with the answers of this run.
  var books: ReceiptBooks?

  /// What was told before, at the start: nobody is asked.
  func loadKept(_ target: MoneyTarget) {
    guard target.hasKey, !target.isDemo else { return }
    let (inbox, environment) = (inbox, environment)
    Task.detached {
      let question = MoneyQuestion(target, environment)
      if let news = question.keptLog() { inbox.post(.receiptsCame(news)) }
      if let news = question.keptBalance() { inbox.post(.balanceCame(news)) }
    }
  }

  func askBalance(_ target: MoneyTarget) {
    let (inbox, environment) = (inbox, environment)
    Task.detached {
      inbox.post(.balanceCame(await MoneyQuestion(target, environment).balance()))
    }
  }

  func askReceipts(_ target: MoneyTarget) {
    let (inbox, environment, books) = (inbox, environment, books)
    Task.detached {
      var news = await MoneyQuestion(target, environment).log()
      await news.match(with: books)
      inbox.post(.receiptsCame(news))
    }
  }

  func forgetNotOffered(_ target: MoneyTarget) {
    let environment = environment
    Task.detached { MoneyQuestion(target, environment).forget() }
  }
}
