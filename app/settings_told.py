"""Every setting as the administrator sees it: its name in the environment, what it says, what it means; no secrets."""

from dataclasses import dataclass

from sqlalchemy.engine import make_url

from .config import Settings

SET, UNSET = "已设置（不显示）", "没有设置"


@dataclass(frozen=True)
class Told:
    """A setting: `name` as in the environment, `value` and `meaning` for people."""

    name: str
    value: str
    meaning: str


def told(settings: Settings) -> list[Told]:
    """All settings, in the order of the operator's handbook."""
    mail = settings.mail
    return [
        Told("PRODUCTION", _yes(settings.production), "正式环境：密钥要够长，Cookie 只走 HTTPS"),
        Told("SECRET_KEY", SET if settings.secret_key else UNSET, "会话签名；换掉它，所有人要重新登录"),
        Told("DATABASE_URL", make_url(settings.database_url).render_as_string(hide_password=True), "数据库"),
        Told("DATA_DIR", str(settings.data_dir), "本机存放数据的文件夹"),
        Told("HOST、PORT", f"{settings.host}、{settings.port}", "serve 监听的地址"),
        Told("SESSION_HOURS", str(settings.session_hours), "一次登录管多少小时"),
        Told("SESSION_COOKIE_SECURE", _yes(settings.secure_cookies), "Cookie 是否只走 HTTPS"),
        Told("TRUSTED_PROXIES", str(settings.trusted_proxies), "前面有几层反向代理"),
        Told("PUBLIC_URL", settings.public_url or UNSET, "公众访问的网址，公示期间每天从外部查看"),
        Told("FONTS_DIR", str(settings.fonts_dir or UNSET), "有授权的字体所在的文件夹"),
        Told("BODY_LIMIT_MB", _megabytes(settings.body_limit), "一次请求的上限"),
        Told("UPLOAD_LIMIT_MB", _megabytes(settings.upload_limit), "办理要收附件的环节时一次请求的上限"),
        Told("ATTACHMENTS", str(settings.attachments_dir or "数据库"), "附件存放在哪里"),
        Told("MAIL_SERVER、MAIL_PORT", f"{mail.server}、{mail.port}" if mail else UNSET, "邮件服务器"),
        Told("MAIL_FROM", mail.sender if mail else UNSET, "发件邮箱"),
        Told("MAIL_TLS", (mail.tls or "不加密") if mail else UNSET, "与邮件服务器之间如何加密"),
        Told("MAIL_USER", (mail.user or UNSET) if mail else UNSET, "登录邮件服务器的账号"),
        Told("MAIL_PASSWORD", SET if mail and mail.password else UNSET, "登录邮件服务器的密码"),
        Told("DEMO", _yes(settings.demo), "演示模式：任何人可以切换身份、拨动时钟"),
    ]


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"
