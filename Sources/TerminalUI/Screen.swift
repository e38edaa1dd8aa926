/// Where frames go: a terminal, or memory in tests.
package protocol Screen: AnyObject {
  var size: Size { get }
  func present(_ grid: Grid)
}
