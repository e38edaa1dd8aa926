import Glibc
import Playground
import Workbench

/// Asks relays about money for the screen, beside the loop and only when told to. Answers go to the inbox.
struct ReceiptDesk: Sendable {
  let inbox: Inbox
  let environment: ProcessEnvironment
  /// `nil` where nothing is noted: receipts are shown with the answers of this run.
  var books: ReceiptBooks?

  /// What was told before, at the start: nobody is asked.
  func loadKept(_ asker: MoneyAsker) {
    guard case .present(let target) = asker, target.hasKey, !target.isDemo else { return }
    let (inbox, environment) = (inbox, environment)
    Task.detached {
      let question = MoneyQuestion(target, environment)
      if let news = question.keptLog() { inbox.post(.receiptsCame(news)) }
      if let news = question.keptBalance() { inbox.post(.balanceCame(news)) }
    }
  }

  func askBalance(_ asker: MoneyAsker) {
    ask(asker) { target in
      let news = await MoneyQuestion(target, environment).balance()
      // The list of keys shows it at the next start too.
      if let balance = news.balance, !news.isKept, !target.keyName.isEmpty, !target.isPrivate {
        _ = try? KeyKeeping.change(target.keyName, environment) { $0.facts.balance = KeyBalance(balance) }
      }
      inbox.post(.balanceCame(news))
    } orElse: { reason in
      var news = BalanceNews(keyName: asker.name, relay: "")
      news.refusal = AskRefusal(.noKey, .balance, reason: reason, topUpPage: TopUpPage.address(""))
      inbox.post(.balanceCame(news))
    }
  }

  func askReceipts(_ asker: MoneyAsker) {
    ask(asker) { target in
      var news = await MoneyQuestion(target, environment).log()
      await news.match(with: books)
      inbox.post(.receiptsCame(news))
    } orElse: { reason in
      var news = ReceiptNews()
      news.refusal = AskRefusal(.noKey, .receipts, reason: reason, topUpPage: TopUpPage.address(""))
      inbox.post(.receiptsCame(news))
    }
  }

  func forgetNotOffered(_ asker: MoneyAsker) {
    ask(asker) {
      MoneyQuestion($0, environment).forget()
    } orElse: { _ in
    }
  }

  /// Reading a key may start a program, so that it is done beside the loop too.
  private func ask(
    _ asker: MoneyAsker, _ body: @escaping @Sendable (MoneyTarget) async -> Void,
    orElse otherwise: @escaping @Sendable (String) -> Void
  ) {
    Task.detached {
      do throws(UsageError) {
        await body(try asker.target())
      } catch {
        otherwise(error.sentence)
      }
    }
  }
}
