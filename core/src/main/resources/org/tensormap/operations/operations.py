# What operations compute with values, where DJL's arrays have no method for it, or where one call is
# better than many: for any device and type, and such that it can be differentiated.
#
# Gradients have more axes than the values that they belong to: their first axis are samples which
# refer to samples of the values by position (`sample`), then come their own components. The dialect
# is the one of TorchScript archives; dtypes are the integers of c10::ScalarType.


# The rows of `values` that belong to the rows of a gradient, with as many axes as it has.
def _rows(values: Tensor, sample: Tensor, gradient: Tensor) -> Tensor:
  rows = torch.index_select(values, 0, sample)
  lengths = rows.size()
  own = gradient.dim() - values.dim()
  return torch.reshape(rows, lengths[:1] + [1] * own + lengths[1:])


# Sums along `dim` of what has the same number in `group`, for the numbers below `count`.
def _sum(values: Tensor, group: Tensor, dim: int, count: int) -> Tensor:
  lengths = values.size()
  lengths[dim] = count
  zeros = torch.zeros(lengths, dtype=values.dtype, device=values.device)
  return torch.index_add(zeros, dim, group, values)


def _mean(values: Tensor, group: Tensor, dim: int, count: int) -> Tensor:
  sums = __torch__._sum(values, group, dim, count)
  lengths = [1] * values.dim()
  lengths[dim] = count
  counts = torch.bincount(group, None, count).to(7 if not torch.is_floating_point(sums) and not torch.is_complex(sums) else sums.dtype)
  return torch.div(sums, torch.reshape(counts, lengths))


def _variance(values: Tensor, group: Tensor, dim: int, count: int) -> Tensor:
  mean = __torch__._mean(values, group, dim, count)
  deviation = torch.sub(values, torch.index_select(mean, dim, group))
  return __torch__._mean(torch.mul(deviation, deviation), group, dim, count)


# Half of the gradient of the variance: E[x dx] - E[x] E[dx], with `mean` in rows like the result.
def _covariance(values: Tensor, gradient: Tensor, sample: Tensor, mean: Tensor, group: Tensor, dim: int, count: int) -> Tensor:
  products = torch.mul(gradient, __torch__._rows(values, sample, gradient))
  of_products = __torch__._mean(products, group, dim, count)
  return torch.sub(of_products, torch.mul(__torch__._mean(gradient, group, dim, count), mean))


class Functions(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def abs_gradient(self: __torch__.Functions, values: Tensor, gradient: Tensor, sample: Tensor) -> Tensor:
    return torch.mul(gradient, __torch__._rows(torch.sgn(values), sample, gradient))

  # d(a b) = a db + b da
  def multiply_gradient(self: __torch__.Functions, a: Tensor, da: Tensor, b: Tensor, db: Tensor, sample: Tensor) -> Tensor:
    return torch.add(torch.mul(__torch__._rows(a, sample, db), db), torch.mul(da, __torch__._rows(b, sample, da)))

  # d(a / b) = da / b - a db / b^2
  def divide_gradient(self: __torch__.Functions, a: Tensor, da: Tensor, b: Tensor, db: Tensor, sample: Tensor) -> Tensor:
    divisor = __torch__._rows(b, sample, db)
    second = torch.div(torch.mul(__torch__._rows(a, sample, db), db), torch.mul(divisor, divisor))
    return torch.sub(torch.div(da, divisor), second)

  def pow(self: __torch__.Functions, values: Tensor, exponent: Tensor) -> Tensor:
    return torch.pow(values, exponent)

  # d(a^n) = n da a^(n - 1)
  def pow_gradient(self: __torch__.Functions, values: Tensor, gradient: Tensor, sample: Tensor, exponent: Tensor) -> Tensor:
    power = torch.pow(__torch__._rows(values, sample, gradient), torch.sub(exponent, 1))
    return torch.mul(torch.mul(gradient, exponent), power)

  # The products of all lines of the last axis with the rows of a matrix.
  def dot(self: __torch__.Functions, values: Tensor, rows: Tensor) -> Tensor:
    return torch.matmul(values, torch.t(rows))

  # All axes but the last one as one.
  def lines(self: __torch__.Functions, values: Tensor) -> Tensor:
    return torch.reshape(values, [-1, values.size(-1)])

  # One array behind the other.
  def behind(self: __torch__.Functions, first: Tensor, second: Tensor) -> Tensor:
    return torch.cat([first, second], 0)

  # The transpose of the solution w of x w = y.
  def solve(self: __torch__.Functions, x: Tensor, y: Tensor) -> Tensor:
    return torch.contiguous(torch.t(torch.linalg_solve(x, y)))

  # The transpose of the w for which x w is nearest to y. No cut-off is given as NaN, and no driver as
  # a negative number.
  def lstsq(self: __torch__.Functions, x: Tensor, y: Tensor, cutoff: Tensor, driver: Tensor) -> Tensor:
    rcond = annotate(Optional[float], None)
    if not bool(torch.isnan(cutoff)):
      rcond = float(cutoff)
    name = annotate(Optional[str], None)
    if int(driver) >= 0:
      name = ["gels", "gelsy", "gelsd", "gelss"][int(driver)]
    w, _, _, _ = torch.linalg_lstsq(x, y, rcond, driver=name)
    return torch.contiguous(torch.t(w))

  def sum(self: __torch__.Functions, values: Tensor, group: Tensor, dim: Tensor, count: Tensor) -> Tensor:
    return __torch__._sum(values, group, int(dim), int(count))

  def mean(self: __torch__.Functions, values: Tensor, group: Tensor, dim: Tensor, count: Tensor) -> Tensor:
    return __torch__._mean(values, group, int(dim), int(count))

  def var(self: __torch__.Functions, values: Tensor, group: Tensor, dim: Tensor, count: Tensor) -> Tensor:
    return __torch__._variance(values, group, int(dim), int(count))

  def std(self: __torch__.Functions, values: Tensor, group: Tensor, dim: Tensor, count: Tensor) -> Tensor:
    return torch.sqrt(__torch__._variance(values, group, int(dim), int(count)))

  # d var(x) = 2 (E[x dx] - E[x] E[dx]). `mean` is E[x], `row` its row for each row of the result.
  def var_gradient(self: __torch__.Functions, values: Tensor, gradient: Tensor, sample: Tensor, mean: Tensor, row: Tensor, group: Tensor, dim: Tensor, count: Tensor) -> Tensor:
    means = __torch__._rows(mean, row, gradient)
    return torch.mul(__torch__._covariance(values, gradient, sample, means, group, int(dim), int(count)), 2)

  # d std(x) = d var(x) / (2 std(x)), and 0 where that is not finite. `std` has the rows of `mean`.
  def std_gradient(self: __torch__.Functions, values: Tensor, gradient: Tensor, sample: Tensor, mean: Tensor, row: Tensor, group: Tensor, dim: Tensor, count: Tensor, std: Tensor) -> Tensor:
    means = __torch__._rows(mean, row, gradient)
    covariance = __torch__._covariance(values, gradient, sample, means, group, int(dim), int(count))
    return torch.nan_to_num(torch.div(covariance, __torch__._rows(std, row, gradient)), 0., 0., 0.)

  # What is at some positions along an axis, in the given order.
  def take(self: __torch__.Functions, values: Tensor, axis: Tensor, positions: Tensor) -> Tensor:
    return torch.index_select(values, int(axis), positions)

  def equal(self: __torch__.Functions, first: Tensor, second: Tensor) -> Tensor:
    return torch.all(torch.eq(first, second))

  # Whether |a - b| <= absolute + relative |b| everywhere.
  def allclose(self: __torch__.Functions, first: Tensor, second: Tensor, relative: Tensor, absolute: Tensor, equal_nan: Tensor) -> Tensor:
    dtype = torch.result_type(first, second)
    return torch.all(torch.isclose(first.to(dtype), second.to(dtype), float(relative), float(absolute), bool(equal_nan)))

  def contiguous(self: __torch__.Functions, values: Tensor) -> Tensor:
    return torch.contiguous(values)

  def is_contiguous(self: __torch__.Functions, values: Tensor) -> Tensor:
    return torch.full([], torch.is_contiguous(values), dtype=11)
